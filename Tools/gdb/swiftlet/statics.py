"""The kernel's own variables, by Swift's names for them: Kernel.timers, Kernel.TCPStart.running."""

import re

from swiftlet import names
from swiftlet import places
from swiftlet.dwarf import At, Tag
from swiftlet.walk import Damaged, Value

_PRIVATE = re.compile(r"\((\w+) in _\w+\)")
# What the linker puts where something was that it has left out.
_NOWHERE = (0, 1, (1 << 64) - 1, (1 << 64) - 2)


def plain(text):
    """The name in what the demangler says of a variable."""
    return _PRIVATE.sub(r"\1", text.split(" : ", 1)[0]).removeprefix("static ")


class _Memory:
    """What the places of variables ask that are in no frame."""

    def __init__(self, space):
        self.space = space

    def memory(self, address, size):
        return self.space.memory(address, size)

    def register(self, number):
        raise places.Gone

    entry_register = register

    def register_bytes(self, number, size):
        return None

    def base(self):
        raise places.Gone


class Statics:
    """The variables of an image, of which the linker leaves out those that nobody uses."""

    def __init__(self, space):
        self.space, self.entries = space, space.types.entries
        self._known = None

    def known(self):
        """Entries that say where variables are, by name."""
        if self._known is None:
            self._known = {}
            for offset, entry in self.entries.entries.items():
                if entry[0] != Tag.VARIABLE or not isinstance(entry[3].get(At.LOCATION), bytes):
                    continue
                name = self.entries.get(offset, At.LINKAGE)
                if name and names.is_swift(name):
                    self._known.setdefault(plain(names.full(name)), []).append(offset)
        return self._known

    def find(self, name):
        """A variable; None if the image has none of that name."""
        for offset in self.known().get(name, ()):
            pieces = places.Evaluation(
                self.entries, self.entries.entries[offset][2], _Memory(self.space)
            ).pieces(self.entries.own(offset, At.LOCATION))
            found = self._value(offset, pieces)
            if found is not None:
                return found
        return None

    def _value(self, offset, pieces):
        if all(p.kind == "gone" or p.kind == "memory" and p.value in _NOWHERE for p in pieces):
            return None
        layout = self.space.types.layout(self.space.types.of(self.entries.get(offset, At.TYPE)))
        if len(pieces) == 1 and pieces[0].size is None and pieces[0].kind == "memory":
            return Value(self.space, layout, pieces[0].value)
        data = bytearray(layout.size)
        # The optimiser has made several variables of one.
        at = 0
        for piece in pieces:
            size = layout.size if piece.size is None else piece.size
            if piece.kind != "gone" and piece.value not in _NOWHERE:
                found = piece.bytes(size, _Memory(self.space))
                if found is None:
                    raise Damaged(f"there is no memory for {size} bytes at {piece.value:#x}")
                data[at:at + size] = found
            at += size
        return Value(self.space, layout, None, bytes(data[:layout.size]))
