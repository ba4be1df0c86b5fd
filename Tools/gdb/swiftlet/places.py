"""Where a variable is: the expressions of DWARF, evaluated in a frame.

Source: DWARF 5, section 2.5.
"""

import struct

from swiftlet.dwarf import At, sleb, uleb

REGISTERS = (
    "rax", "rdx", "rcx", "rbx", "rsi", "rdi", "rbp", "rsp", "r8", "r9", "r10", "r11", "r12",
    "r13", "r14", "r15", "rip")
_MASK = (1 << 64) - 1


class Gone(Exception):
    """The value is not there any more."""


class Piece:
    """A part of a value: `size` is None for the whole."""

    def __init__(self, kind, value, size=None):
        self.kind, self.value, self.size = kind, value, size

    def bytes(self, size, frame):
        """The bytes; None if they are not there."""
        if self.kind == "memory":
            return frame.memory(self.value, size)
        if self.kind == "register":
            return frame.register_bytes(self.value, size)
        if self.kind == "value":
            return (self.value & ((1 << 8 * size) - 1)).to_bytes(size, "little")
        if self.kind == "bytes":
            return self.value[:size].ljust(size, b"\0")
        return None


class Evaluation:
    """One expression in one frame.

    The frame has `register(name)`, `register_bytes(number, size)`, `memory(address, size)`,
    `entry_register(number)` and `base()`.
    """

    def __init__(self, entries, unit, frame):
        self.entries, self.unit, self.frame = entries, unit, frame

    def pieces(self, code):
        """The pieces that an expression names, in order."""
        found, at, stack, current = [], 0, [], None
        while at < len(code):
            operation = code[at]
            if operation == 0x93:
                size, at = uleb(code, at + 1)
                found.append(self._piece(current, stack, size))
                stack, current = [], None
                continue
            if operation == 0x9d:
                bits, at = uleb(code, at + 1)
                _, at = uleb(code, at)
                found.append(self._piece(current, stack, (bits + 7) // 8))
                stack, current = [], None
                continue
            try:
                at, current = self._step(code, at, stack, current)
            except (Gone, IndexError):
                current = Piece("gone", None)
                at = _skip(code, at)
        if stack or current:
            found.append(self._piece(current, stack, None))
        return found

    def _piece(self, current, stack, size):
        if current is not None:
            current.size = size
            return current
        if not stack:
            return Piece("gone", None, size)
        return Piece("memory", stack[-1], size)

    def _step(self, code, at, stack, current):
        operation = code[at]
        at += 1
        if 0x50 <= operation <= 0x6f:
            return at, Piece("register", operation - 0x50)
        if operation == 0x90:
            number, at = uleb(code, at)
            return at, Piece("register", number)
        if operation == 0x9f:
            return at, current if current and current.kind == "gone" else Piece("value", stack[-1])
        if operation == 0x9e:
            size, at = uleb(code, at)
            return at + size, Piece("bytes", bytes(code[at:at + size]))
        return self._push(operation, code, at, stack), current

    def _push(self, operation, code, at, stack):
        frame = self.frame
        if 0x30 <= operation <= 0x4f:
            stack.append(operation - 0x30)
        elif 0x70 <= operation <= 0x8f:
            offset, at = sleb(code, at)
            stack.append(frame.register(operation - 0x70) + offset & _MASK)
        elif operation == 0x91:
            offset, at = sleb(code, at)
            stack.append(frame.base() + offset & _MASK)
        elif operation in _CONSTANTS:
            form = _CONSTANTS[operation]
            stack.append(struct.unpack_from(form, code, at)[0] & _MASK)
            at += struct.calcsize(form)
        elif operation in (0x10, 0x11):
            number, at = (uleb if operation == 0x10 else sleb)(code, at)
            stack.append(number & _MASK)
        elif operation in (0xa1, 0xa2):
            index, at = uleb(code, at)
            stack.append(self.entries.address(self.unit, index))
        elif operation == 0x23:
            number, at = uleb(code, at)
            stack.append(stack.pop() + number & _MASK)
        elif operation in (0x06, 0x94):
            size = 8
            if operation == 0x94:
                size, at = code[at], at + 1
            data = frame.memory(stack.pop(), size)
            if data is None:
                raise Gone
            stack.append(int.from_bytes(data, "little"))
        elif operation in (0xa3, 0xf3):
            size, at = uleb(code, at)
            stack.append(frame.entry_register(code[at] - 0x50))
            at += size
        elif operation == 0xa8:
            type, at = uleb(code, at)
            stack.append(self._converted(stack.pop(), type))
        else:
            self._compute(operation, stack)
        return at

    def _converted(self, value, type):
        """A number as another base type has it."""
        if type == 0:
            return value & _MASK
        offset = self.entries.start(self.unit) + type
        size = self.entries.own(offset, At.SIZE, 8)
        value &= (1 << 8 * size) - 1
        if self.entries.own(offset, At.ENCODING, 7) == 5 and value >> (8 * size - 1):
            value -= 1 << 8 * size
        return value & _MASK

    def _compute(self, operation, stack):
        if operation in _UNARY:
            stack.append(_UNARY[operation](stack.pop()) & _MASK)
        elif operation in _BINARY:
            right, left = stack.pop(), stack.pop()
            stack.append(_BINARY[operation](left, right) & _MASK)
        elif operation == 0x12:
            stack.append(stack[-1])
        elif operation == 0x13:
            stack.pop()
        elif operation == 0x16:
            stack[-1], stack[-2] = stack[-2], stack[-1]
        elif operation != 0x96:
            raise Gone


def _signed(value):
    return value - (1 << 64) if value >> 63 else value


_CONSTANTS = {0x03: "<Q", 0x08: "<B", 0x09: "<b", 0x0a: "<H", 0x0b: "<h", 0x0c: "<I", 0x0d: "<i",
              0x0e: "<Q", 0x0f: "<q"}
_UNARY = {0x19: lambda a: abs(_signed(a)), 0x1f: lambda a: -a, 0x20: lambda a: ~a}
_BINARY = {
    0x1a: lambda a, b: a & b, 0x1c: lambda a, b: a - b, 0x1e: lambda a, b: a * b,
    0x21: lambda a, b: a | b, 0x22: lambda a, b: a + b, 0x24: lambda a, b: a << min(b, 64),
    0x25: lambda a, b: a >> min(b, 64), 0x26: lambda a, b: _signed(a) >> min(b, 63),
    0x27: lambda a, b: a ^ b, 0x29: lambda a, b: a == b, 0x2e: lambda a, b: a != b}


def _skip(code, at):
    """The next end of a piece, as what comes before it cannot be had."""
    while at < len(code) and code[at] != 0x93:
        at = _behind(code, at)
    return at


def _behind(code, at):
    """Where the operation ends that begins at a place."""
    operation = code[at]
    at += 1
    if operation in _CONSTANTS:
        return at + struct.calcsize(_CONSTANTS[operation])
    if operation == 0x94:
        return at + 1
    if 0x70 <= operation <= 0x8f or operation in (0x10, 0x11, 0x23, 0x90, 0x91, 0xa1, 0xa2, 0xa8):
        return uleb(code, at)[1]
    if operation in (0x9e, 0xa3, 0xf3):
        size, at = uleb(code, at)
        return at + size
    return at
