"""What belongs to the image that gdb debugs: types, variables in a frame, readers of memory."""

import bisect
import os
import sys

import gdb

from swiftlet import dwarf
from swiftlet import names
from swiftlet import places
from swiftlet import statics
from swiftlet import swifttypes
from swiftlet import values
from swiftlet import walk
from swiftlet.dwarf import At, Tag

_images = {}


def cache():
    """The folder for what is worth keeping between sessions; None if there is none."""
    return sys.pycache_prefix


def image():
    """What is known of the image that is debugged now; None if there is none."""
    path = gdb.current_progspace().filename
    if not path or not os.path.exists(path):
        return None
    key = (path, os.stat(path).st_mtime_ns)
    if key not in _images:
        try:
            _images[key] = Image(path)
        except (ValueError, OSError, IndexError) as error:
            gdb.write(f"swiftlet: no Swift values: {error}\n", gdb.STDERR)
            _images[key] = None
    return _images[key]


def memory(address, size):
    """Bytes of the guest; None if there are none."""
    try:
        return bytes(gdb.selected_inferior().read_memory(address, size))
    except (gdb.error, ValueError, OverflowError):
        return None


def symbol(address):
    """The name of what begins at an address, as Swift has it; None if nothing does."""
    if address < 4096:
        return None
    try:
        text = gdb.execute(f"info symbol {address}", to_string=True)
    except gdb.error:
        return None
    name = text.split(" in section", 1)[0].strip()
    if text.startswith("No symbol") or " + " in name:
        return None
    return names.full(name)


class Image:
    """One image."""

    def __init__(self, path):
        self.entries = dwarf.Entries(path, cache())
        self._types = self._functions = self._shapes = self._statics = None

    @property
    def types(self):
        if self._types is None:
            self._types = swifttypes.Types(self.entries)
        return self._types

    def reader(self):
        return values.Reader(self.types, memory, symbol)

    @property
    def statics(self):
        """The kernel's own variables."""
        if self._statics is None:
            self._statics = statics.Statics(walk.Space(self.types, memory))
        return self._statics

    @property
    def functions(self):
        """Beginning, end and entry of all code of functions, in order."""
        if self._functions is None:
            entries = self.entries
            self._functions = sorted(
                (begin, end, offset) for offset, entry in entries.entries.items()
                if entry[0] == Tag.SUBPROGRAM for begin, end in entries.ranges(offset))
        return self._functions

    def function(self, pc):
        """The entry of the function that has an address; None if none has."""
        found = self._found(pc)
        return None if found is None else found[2]

    def begin(self, pc):
        """Where the code of the function begins that has an address."""
        return (self._found(pc) or (pc,))[0]

    def end(self, pc):
        """Where the code of the function ends that has an address."""
        return (self._found(pc) or (pc, pc))[1]

    def _found(self, pc):
        index = bisect.bisect_right(self.functions, (pc, 1 << 64, 0)) - 1
        while index >= 0 and index > len(self.functions) - 1 - len(self.functions):
            begin, end, _ = self.functions[index]
            if begin <= pc < end:
                return self.functions[index]
            if pc - begin > 1 << 20:
                return None
            index -= 1
        return None

    def scopes(self, pc):
        """Function and functions inlined into each other at an address, each with its blocks."""
        offset = self.function(pc)
        if offset is None:
            return []
        found, here = [[offset]], offset
        while here is not None:
            here = next((c for c in self.entries.children.get(here, ())
                         if self.entries.tag(c) in (Tag.LEXICAL_BLOCK, Tag.INLINED)
                         and any(a <= pc < b for a, b in self.entries.ranges(c))), None)
            if here is None:
                break
            if self.entries.tag(here) == Tag.INLINED:
                found.append([here])
            else:
                found[-1].append(here)
        return found


class Frame:
    """A frame of gdb's, as expressions of places see it."""

    def __init__(self, frame, entries, scope):
        self.frame, self.entries, self.scope = frame, entries, scope

    def register(self, number):
        if number >= len(places.REGISTERS):
            raise places.Gone
        try:
            value = self.frame.read_register(places.REGISTERS[number])
            return int(value.cast(gdb.lookup_type("unsigned long"))) & (1 << 64) - 1
        except (gdb.error, ValueError):
            raise places.Gone from None

    def register_bytes(self, number, size):
        try:
            if number >= 17:
                value = self.frame.read_register(f"xmm{number - 17}")["uint128"]
                return (int(value) & (1 << 8 * size) - 1).to_bytes(size, "little")
            return self.register(number).to_bytes(8, "little")[:size] if size <= 8 else None
        except (places.Gone, gdb.error):
            return None

    def memory(self, address, size):
        return memory(address, size)

    def base(self):
        code = self.entries.get(self.scope, At.FRAME_BASE)
        if not isinstance(code, bytes) or len(code) != 1 or not 0x50 <= code[0] <= 0x6f:
            raise places.Gone
        return self.register(code[0] - 0x50)

    def entry_register(self, number):
        """The context of an asynchronous function, which its frame keeps below the frame pointer.

        Bit 60 of the frame pointer that such a frame saved says so.
        """
        if number != 14:
            raise places.Gone
        base = self.register(6)
        saved = memory(base - 8, 16)
        if saved is None or not saved[15] & 0x10:
            raise places.Gone
        return int.from_bytes(saved[:8], "little")


class Variable:
    """A variable in a frame: its type, and its bytes as far as they are there."""

    def __init__(self, name, image, offset, frame):
        self.name, self.image, self.offset, self.frame = name, image, offset, frame

    @property
    def type(self):
        return self.image.types.of(self.image.entries.get(self.offset, At.TYPE))

    def read(self):
        """The bytes, which are valid (None for all), and the address if it has one."""
        entries = self.image.entries
        size = self.image.types.layout(self.type).size
        constant = entries.own(self.offset, At.CONSTANT)
        if constant is not None:
            data = constant if isinstance(constant, bytes) else \
                (constant & (1 << 64) - 1).to_bytes(8, "little")
            return data.ljust(size, b"\0")[:size], None, None
        code = entries.place(self.offset, self.frame.frame.pc() - self._before())
        if not code:
            return bytes(size), bytes(size), None
        unit = entries.entries[self.offset][2]
        pieces = places.Evaluation(entries, unit, self.frame).pieces(code)
        if len(pieces) == 1 and pieces[0].size is None:
            data = pieces[0].bytes(size, self.frame)
            address = pieces[0].value if pieces[0].kind == "memory" else None
            if data is None:
                return bytes(size), bytes(size), None
            return data, None, address
        return (*self._assembled(pieces, size), None)

    def _before(self):
        """A caller's variables are those before its call returns."""
        newer = self.frame.frame.newer()
        return 1 if newer is not None and newer.type() == gdb.NORMAL_FRAME \
            and self.frame.frame.type() == gdb.NORMAL_FRAME else 0

    def _assembled(self, pieces, size):
        data, valid, at = bytearray(size), bytearray(size), 0
        positions = self._positions(pieces, size)
        for piece in pieces:
            place = positions(at, piece.size or 0)
            found = piece.bytes(piece.size, self.frame) if piece.size else None
            if found is not None and place is not None and place + len(found) <= size:
                data[place:place + len(found)] = found
                valid[place:place + len(found)] = b"\1" * len(found)
            at += piece.size or 0
        return bytes(data), bytes(valid)

    def _positions(self, pieces, size):
        """Where the bytes of pieces belong.

        The compiler counts them without the padding between fields; the optimiser, with it.
        """
        parts = list(_leaves(self.image.types.layout(self.type)))
        packed = {(p, s): true for true, p, s in parts}
        true = {(t, s) for t, _, s in parts}
        spans, at = [], 0
        for piece in pieces:
            if piece.kind != "gone":
                spans.append((at, piece.size))
            at += piece.size or 0
        if all(span in true for span in spans) or not all(span in packed for span in spans):
            return lambda at, count: at
        return lambda at, count: packed.get((at, count), at)


def _leaves(found, true=0, packed=0):
    """Each part of a layout: where it is, where it would be without padding, and its size."""
    yield true, packed, found.size
    if found.kind == "struct":
        for _, part, at in found.fields:
            yield from _leaves(part, true + at, packed)
            packed += part.size


def scope_chain(frame):
    """The entries whose variables a frame sees, the innermost first; and its function."""
    known = image()
    if known is None:
        return None, [], None
    pc = frame.pc()
    newer = frame.newer()
    if newer is not None and newer.type() == gdb.NORMAL_FRAME and frame.type() == gdb.NORMAL_FRAME:
        pc -= 1
    scopes, depth, older = known.scopes(pc), 0, frame
    while older is not None and older.type() == gdb.INLINE_FRAME:
        depth += 1
        older = older.older()
    if depth >= len(scopes):
        return known, [], None
    return known, list(reversed(scopes[depth])), scopes[0][0]


def variables(frame, kinds=(Tag.VARIABLE, Tag.FORMAL_PARAMETER)):
    """A frame's variables in Swift, the innermost first, each name once."""
    known, scopes, function = scope_chain(frame)
    seen = set()
    for scope in scopes:
        for child in known.entries.children.get(scope, ()):
            if known.entries.tag(child) not in kinds:
                continue
            name = known.entries.get(child, At.NAME)
            type = known.entries.get(child, At.TYPE)
            if not name or name in seen or type is None or not known.types.is_swift(type) \
                    and known.entries.tag(type) not in (Tag.CONST, Tag.TYPEDEF):
                continue
            seen.add(name)
            yield Variable(name, known, child, Frame(frame, known.entries, function))
