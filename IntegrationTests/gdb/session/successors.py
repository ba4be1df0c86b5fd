"""Where a processor may go by one instruction, as binutils' disassembler reads the image."""

import re
import subprocess

NAMES = "rax rbx rcx rdx rsi rdi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15".split()
PREFIXES = {"rep", "repz", "repnz", "lock", "bnd", "notrack", "data16", "cs", "ds", "es", "ss"}
POINTER = re.compile(r"\*(-?0x[0-9a-f]+)?(?:\((%\w+)?(?:,(%\w+),(\d))?\))?$")


class Successors:
    """The instructions of an image."""

    def __init__(self, image):
        text = subprocess.run(["objdump", "-d", "-w", image], capture_output=True, text=True, check=True).stdout
        self.instructions = {}
        for place, code, words in re.findall(r"(?m)^ *([0-9a-f]+):\t([0-9a-f ]+)\t(.*)$", text):
            words = re.sub(r"\s*(#.*|<.*>)", "", words).strip()
            self.instructions[int(place, 16)] = (words, int(place, 16) + len(code.split()))

    def of(self, place, client):
        """The addresses that may follow, and by how much the stack may have grown; None: unknown.

        It is asked before the instruction is executed: where it goes may be in registers or memory.
        """
        words, after = self.instructions[place]
        mnemonic, *operands = words.split()
        repeated = mnemonic.startswith("rep")
        while mnemonic in PREFIXES and operands:
            mnemonic, *operands = operands
        goal = operands[-1] if operands else ""
        if mnemonic in ("ret", "retq", "iretq"):
            return {number(client, register(client, "rsp"))}, 8 if mnemonic[0] == "r" else None
        if mnemonic.startswith(("call", "jmp")):
            to = self.pointer(goal, after, client) if goal[0] == "*" else int(goal, 16)
            return {to}, -8 if mnemonic[0] == "c" else 0
        if mnemonic.startswith("j"):
            return {after, int(goal, 16)}, 0
        goals = {after, place} if repeated else {after}
        if mnemonic == "sti":
            # No stop between it and the next one, on a processor that keeps interrupts off there.
            goals.add(self.instructions[after][1])
        if mnemonic.startswith(("push", "pop")):
            return goals, -8 if mnemonic.startswith("push") else 8
        return goals, None if goal.endswith("%rsp") or mnemonic == "leave" or "sti" in words else 0

    def pointer(self, text, after, client):
        """What an operand with a star stands for."""
        if text[1] == "%":
            return register(client, text[2:])
        offset, base, index, scale = POINTER.match(text).groups()
        place = int(offset or "0", 16)
        if base:
            place += after if base == "%rip" else register(client, base[1:])
        if index:
            place += register(client, index[1:]) * int(scale)
        return number(client, place & (1 << 64) - 1)


def register(client, name):
    return int.from_bytes(bytes.fromhex(client.ask(f"p{NAMES.index(name):x}")), "little")


def number(client, place):
    return int.from_bytes(client.read(place, 8), "little")
