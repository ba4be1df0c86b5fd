"""An image as functions of instructions, as the toolchain's llvm-objdump disassembles it."""

import bisect
import dataclasses
import pathlib
import re
import shutil
import subprocess


class Failure(Exception):
    """Something that a person must see to; the text fits after "error: "."""


@dataclasses.dataclass
class Instruction:
    """One instruction: its address, its name without size suffix games, its operands, a comment."""

    address: int
    name: str
    operands: str
    comment: str

    @property
    def target(self):
        """Where a direct jump or call leads; None for others."""
        found = re.match(r"(?:0x)?([0-9a-f]+) <", self.operands)
        is_branch = self.name.startswith(("j", "call", "loop"))
        return int(found[1], 16) if found and is_branch else None

    @property
    def is_call(self):
        return self.name.startswith("call")

    @property
    def is_jump(self):
        """Whether it jumps without condition."""
        return self.name.startswith("jmp") or self.name.startswith("ljmp")

    @property
    def is_indirect(self):
        return (self.is_call or self.is_jump) and self.operands.startswith("*")

    @property
    def ends(self):
        """Whether the next instruction is not executed after it, but perhaps by a jump."""
        return self.is_jump or self.name.startswith(("ret", "iret", "ud2", "sysret"))


@dataclasses.dataclass
class Function:
    """A function, or a stretch of assembly from one symbol to the next."""

    address: int
    name: str
    is_assembly: bool
    instructions: list

    @property
    def byte_count(self):
        return self.instructions[-1].address + 1 - self.address if self.instructions else 0


_INSTRUCTION = re.compile(r"^\s*([0-9a-f]+):\s+(\S+)\s*(.*?)\s*(?:#\s*(.*))?$")
_SYMBOL = re.compile(r"^([0-9a-f]{16}) (.{7}) (\S+)\s+[0-9a-f]+ (?:\.(?:hidden|protected|internal) )?(.+)$")
_PREFIXES = {"lock", "rep", "repne", "notrack", "cs", "ds", "es", "ss", "data16", "addr32"}
# What ends the guest: nothing behind it returns to an interrupt.
_PANICS = re.compile(r"^(specialized )?(panic\(|report\(_:\)|leave\(_:\))|^kernel_panic|^abort$")


class Image:
    """The functions of an image, by address and by name."""

    def __init__(self, path):
        self.path = path
        symbols = _symbols(path)
        if not symbols:
            raise Failure(f"{path} has no symbols")
        self.functions = _functions(path, symbols)
        self.starts = sorted(self.functions)
        self.variables = _symbols(path, (".data", ".bss", ".rodata", ".pages"))
        self.texts = _demangled([*symbols.values(), *self.variables.values()])

    def text(self, name):
        """A function's name as people write it."""
        return self.texts.get(name, name)

    def function_at(self, address):
        """The function that an address lies in."""
        index = bisect.bisect_right(self.starts, address) - 1
        return self.functions[self.starts[index]] if index >= 0 else None

    def variable(self, address):
        """The name of the variable that an address lies in."""
        places = sorted(self.variables)
        index = bisect.bisect_right(places, address) - 1
        return self.text(self.variables[places[index]][0]) if index >= 0 else None

    def entries(self):
        """The functions that the processor enters on an interrupt."""
        found = [f for f in self.functions.values()
                 if f.name in ("interrupt_stubs", "interrupt_spurious")
                 or re.fullmatch(r"sampler_\w+_entry", f.name)]
        if not found:
            raise Failure(f"{self.path} has no interrupt_stubs")
        return found

    def panics(self):
        """Addresses of the functions that end the guest."""
        return {f.address for f in self.functions.values() if _PANICS.match(self.text(f.name))}


def _tool(name):
    swift = shutil.which("swift")
    beside = pathlib.Path(swift).resolve().parent / name if swift else None
    if beside and beside.exists():
        return str(beside)
    if found := shutil.which(name):
        return found
    raise Failure(f"{name} is missing; it comes with the Swift toolchain")


def _output(*arguments):
    done = subprocess.run(arguments, capture_output=True, text=True, errors="replace")
    if done.returncode != 0:
        raise Failure(f"{' '.join(map(str, arguments))}: {done.stderr.strip()}")
    return done.stdout


def _symbols(path, sections=(".text",)):
    """Name and kind of what begins at each address: {address: (name, is_function)}."""
    found = {}
    for line in _output(_tool("llvm-objdump"), "--syms", path).splitlines():
        if (symbol := _SYMBOL.match(line)) and symbol[3].startswith(sections):
            address, is_function = int(symbol[1], 16), "F" in symbol[2]
            # Of several at one address, the one that is a function says most, the end of what lies
            # before says least.
            first = found.get(address)
            if not first or is_function and not first[1] or first[0].endswith("_end"):
                found[address] = (symbol[4], is_function)
    return found


def _functions(path, symbols):
    functions, current = {}, None
    listing = _output(
        _tool("llvm-objdump"), "--disassemble", "--no-show-raw-insn", "--print-imm-hex", path)
    for line in listing.splitlines():
        parsed = _INSTRUCTION.match(line)
        if not parsed:
            continue
        address = int(parsed[1], 16)
        if address in symbols:
            name, is_function = symbols[address]
            current = functions[address] = Function(address, name, not is_function, [])
        if parsed[2] in _PREFIXES and not parsed[3]:
            continue  # The instruction itself follows on a line of its own.
        name, operands = parsed[2], parsed[3]
        if name in _PREFIXES:
            name, _, operands = operands.partition("\t" if "\t" in operands else " ")
        if current is not None:
            instruction = Instruction(address, name, operands.strip(), parsed[4] or "")
            current.instructions.append(instruction)
    return functions


def _demangled(symbols):
    names = sorted({name for name, _ in symbols})
    text = "\n".join(names)
    for command in [_tool("swift"), "demangle", "--simplified"], ["c++filt", "--no-params"]:
        try:
            done = subprocess.run(command, input=text, capture_output=True, text=True)
        except FileNotFoundError:
            continue  # Names of C++ then stay as they are.
        if len(done.stdout.splitlines()) == len(names):
            text = done.stdout
    return dict(zip(names, text.splitlines()))
