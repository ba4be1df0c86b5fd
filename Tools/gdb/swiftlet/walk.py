"""Swift values in memory, part by part by their names: what is not asked for is not read.

Whatever memory holds, who walks comes to an end: what cannot be is `Damaged`.
"""

import struct

from swiftlet import layout

# Of an object: behind it an array says how many elements it has, and has room for.
_HEADER = 16


class Damaged(Exception):
    """Memory holds what cannot be there."""


class Absent(Exception):
    """The image is without what is asked for, or nobody has used it yet: that is no error."""


class Space:
    """Memory with the types of an image: `memory(address, size)` gives bytes or None."""

    def __init__(self, types, memory):
        self.types, self.memory = types, memory

    def bytes(self, address, size):
        data = self.memory(address, size) if size else b""
        if data is None:
            raise Damaged(f"there is no memory for {size} bytes at {address:#x}")
        return data

    def word(self, address, size=8):
        return int.from_bytes(self.bytes(address, size), "little")

    def value(self, type, address):
        """A value that lies somewhere."""
        if address < layout.LEAST_POINTER:
            raise Damaged(f"{address:#x} is no place of a {type}")
        return Value(self, self.types.layout(type), address)

    def object(self, type, address):
        """What an object of a class consists of."""
        if address < layout.LEAST_POINTER:
            raise Damaged(f"{address:#x} is no place of a {type}")
        return Value(self, self.types.instance(type), address)


class Value:
    """A value, by its layout: at an address, or as bytes that were read already."""

    def __init__(self, space, layout, address, data=None):
        self.space, self.layout, self.address, self.data = space, layout, address, data

    def bytes(self):
        if self.data is None:
            self.data = self.space.bytes(self.address, self.layout.size)
        return self.data

    def part(self, path):
        """A part by the names that lead to it, with points between; through objects, too."""
        found = self
        for name in path.split("."):
            found = found._part(name)
        return found

    def _part(self, wanted):
        if self.layout.kind == "reference":
            return self.space.object(self.layout.type, self.word())._part(wanted)
        for name, part, at in self.layout.fields:
            if name == wanted:
                data = None if self.data is None else self.data[at:at + part.size]
                address = None if self.address is None else self.address + at
                return Value(self.space, part, address, data)
        raise layout.Unknown(f"{self.layout.type} has no {wanted}")

    def word(self):
        """The first 8 bytes as a number: where a pointer leads, 0 for nowhere."""
        return int.from_bytes(self.bytes()[:8], "little")

    def number(self, signed=False):
        """The value as a number: that of the one part that it consists of."""
        return int.from_bytes(self.bytes(), "little", signed=signed)

    def some(self):
        """What an optional holds; None if it is nil."""
        _, payload, inside = self.layout.decode(self.bytes())
        return None if payload is None else Value(self.space, payload, self.address, inside)

    def case(self):
        """The name of an enum's case."""
        return self.layout.decode(self.bytes())[0]

    def count(self, limit):
        """How many elements an array has, which are at most so many."""
        start = self.word()
        count, capacity = struct.unpack("<qQ", self.space.bytes(start + _HEADER, 16))
        if not 0 <= count <= min(limit, capacity >> 1):
            raise Damaged(f"there is no array of at most {limit} elements at {start:#x}")
        return count

    def elements(self, limit):
        """The elements of an array, which are at most so many."""
        part = self.space.types.layout(self.layout.type.arguments[0])
        begin = self.word() + -(-32 // part.alignment) * part.alignment
        data = self.space.bytes(begin, self.count(limit) * part.stride)
        return [Value(self.space, part, begin + at, data[at:at + part.size])
                for at in range(0, len(data), part.stride)]
