"""Pretty printers: gdb's own values of Swift types, as Swift shows them.

gdb knows a type by its simple name only. The parts' names and sizes tell which one is meant.
"""

import gdb
import gdb.printing

from swiftlet import context
from swiftlet import values
from swiftlet.dwarf import At, Tag


def _gdb_shape(type, depth=1):
    """Name, size and members of a type as gdb has it."""
    parts = []
    if depth and type.code == gdb.TYPE_CODE_STRUCT:
        for field in type.fields():
            if field.type is not None:
                parts.append((field.name or "", _name(field.type), field.type.sizeof))
    return _name(type), type.sizeof, tuple(sorted(parts))


def _name(type):
    return type.strip_typedefs().unqualified().name or ""


class Shapes:
    """The types of an image by what gdb shows of them."""

    def __init__(self, types):
        self.types, self.entries, self.known = types, types.entries, {}
        for offset, entry in self.entries.entries.items():
            if entry[0] in (Tag.STRUCTURE, Tag.CLASS, Tag.ENUMERATION) and types.is_swift(offset):
                self.known.setdefault(self._shape(offset), offset)

    def _shape(self, offset):
        return self._plain(offset)[0], self._size(offset), tuple(sorted(self._parts(offset)))

    def _plain(self, offset):
        return self.entries.get(offset, At.NAME, ""), self._size(offset)

    def _size(self, offset):
        return self.entries.own(offset, At.SIZE, 0)

    def _parts(self, offset):
        for child in self.entries.children.get(offset, ()):
            tag = self.entries.tag(child)
            if tag == Tag.MEMBER:
                yield from self._part(child)
            elif tag == Tag.VARIANT_PART:
                for variant in self.entries.children.get(child, ()):
                    for member in self.entries.children.get(variant, ()):
                        yield from self._part(member)

    def _part(self, member):
        own = self.entries.entries[member][3]
        type = own.get(At.TYPE)
        for _ in range(4):
            if type is None or self.entries.tag(type) not in (Tag.TYPEDEF, Tag.CONST):
                break
            type = self.entries.own(type, At.TYPE)
        if type is not None:
            yield (own.get(At.NAME, ""), *self._plain(type))

    def find(self, type):
        """The Swift type that a type of gdb's is; None if it is none."""
        name = type.name or ""
        if name.startswith("$"):
            from swiftlet import names
            from swiftlet import typetext
            return typetext.parse(names.full(name))
        offset = self.known.get(_gdb_shape(type))
        return None if offset is None else self.types.of(offset)


class SwiftPrinter:
    """Shows one value."""

    def __init__(self, shown):
        line = shown.line()
        # What fits into a few words needs no parts.
        self.shown = values.Shown(line) if len(line) <= 60 else shown

    def to_string(self):
        if not self.shown.parts:
            return self.shown.head
        return self.shown.head or f"{len(self.shown.parts)} elements"

    def children(self):
        for index, (name, part) in enumerate(self.shown.parts):
            yield name or str(index), part.line()


def _bytes(value):
    """The contents of a value of gdb's; None if they are not all there."""
    size = value.type.sizeof
    if value.is_optimized_out:
        return None
    if value.address is not None:
        return context.memory(int(value.address), size)
    import tempfile
    gdb.set_convenience_variable("_swiftlet", value)
    with tempfile.NamedTemporaryFile(dir="/dev/shm") as file:
        try:
            gdb.execute(f"dump binary value {file.name} $_swiftlet", to_string=True)
        except gdb.error:
            return None
        return file.read()


def lookup(value):
    """The printer of a value; None if it is not of a Swift type."""
    type = value.type.strip_typedefs().unqualified()
    if type.code not in (gdb.TYPE_CODE_STRUCT, gdb.TYPE_CODE_ENUM) or type.name is None:
        return None
    known = context.image()
    if known is None:
        return None
    if known._shapes is None:
        known._shapes = Shapes(known.types)
    swift = known._shapes.find(type)
    data = _bytes(value) if swift is not None else None
    if data is None:
        return None
    try:
        return SwiftPrinter(known.reader().show(swift, data))
    except values.TROUBLE:
        return None


def install():
    """Registers the printers."""
    lookup.name, lookup.enabled = "swiftlet", True
    gdb.pretty_printers.insert(0, lookup)
