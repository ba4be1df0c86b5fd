"""The machine instructions of an image, for views that show single ones."""

import re

import building
import counting

_FUNCTION = re.compile(r"^[0-9a-f]+ <(.+)>:$")
_INSTRUCTION = re.compile(r"^\s*([0-9a-f]+):\s+(.*)$")
CALL = re.compile(r"^callq?\s+0x[0-9a-f]+ <([^>+]+)>")
_TARGET = re.compile(r"^(call|jmp|j[a-z]+)q?\s+0x[0-9a-f]+ <([^>+]+)>")


def instructions(image):
    """Yields (address, mangled name of the function, text) of every instruction."""
    listing = building.output([
        building.tool("llvm-objdump"), "--disassemble", "--no-show-raw-insn",
        "--print-imm-hex", image.path])
    function = ""
    for line in listing.splitlines():
        if found := _FUNCTION.match(line):
            function = found[1]
        elif found := _INSTRUCTION.match(line):
            yield int(found[1], 16), function, found[2].replace("\t", " ")


def calls(image):
    """Yields (address, caller, callee) of direct calls and of jumps to other functions."""
    for address, function, text in instructions(image):
        found = _TARGET.match(text)
        if found and (found[1] == "call" or found[2] != function):
            yield address, function, found[2]


def matching(image, pattern):
    """Mangled names of the functions meant by a mangled name, or by a part of the real one."""
    names = [name for _, name in image.functions]
    if pattern in names:
        return {pattern}
    found = {name for name, text in zip(names, counting.demangled(names)) if pattern in text}
    if not found:
        raise building.Failure(
            f"the image has no function “{pattern}”; one that is inlined has no name of its own")
    return found
