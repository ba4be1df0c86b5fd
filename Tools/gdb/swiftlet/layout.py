"""Where Swift puts the parts of a value.

The offsets in the debug information of Embedded Swift 6.3 are wrong, and enums have no
discriminants there: both follow from the parts' own sizes by the compiler's rules. What is no
composition of parts stands in `leaves.json`, which the build makes with `MemoryLayout`.

Source: swift/lib/IRGen, StructLayout and GenEnum.
"""

import functools
import json
import os

POINTERS = 0xFF00_0000_0000_0007
LEAST_POINTER = 4096
_REFERENCE = ("Builtin.NativeObject", "Builtin.BridgeObject", "Builtin.UnknownObject")


class Unknown(Exception):
    """There is too little in the debug information to tell."""


class Layout:
    """How a type lies in memory.

    `spare` has a bit for each that no value uses; `inhabitants` says how many patterns mean none.
    """

    def __init__(self, type, size, alignment=1, inhabitants=0, spare=0, kind="raw", at=0):
        self.type, self.size, self.alignment = type, size, max(1, alignment)
        self.inhabitants, self.spare, self.kind, self.at = inhabitants, spare, kind, at
        self.fields, self.cases = [], []

    @property
    def stride(self):
        return max(1, -(-self.size // self.alignment) * self.alignment)

    def inhabitant(self, data):
        """Which of the patterns that are no value these bytes are; None if they are one."""
        value = int.from_bytes(data[self.at:min(self.size, self.at + 8)], "little")
        if self.kind in ("reference", "leaf", "function", "C function"):
            return value if value < LEAST_POINTER else None
        if self.kind == "pointer":
            return 0 if value == 0 else None
        if self.kind == "bool":
            return value - 2 if value >= 2 else None
        return None


class Composite(Layout):
    """A struct, a tuple, or what an instance of a class consists of."""

    def __init__(self, type, parts, start=0):
        super().__init__(type, start, kind="struct")
        self.best = None
        for name, part in parts:
            offset = -(-self.size // part.alignment) * part.alignment
            self.spare |= ((1 << 8 * (offset - self.size)) - 1) << 8 * self.size
            self.spare |= part.spare << 8 * offset
            self.fields.append((name, part, offset))
            self.size = offset + part.size
            self.alignment = max(self.alignment, part.alignment)
            if part.inhabitants > self.inhabitants:
                self.inhabitants, self.best = part.inhabitants, (part, offset)

    def inhabitant(self, data):
        if self.best is None:
            return None
        part, offset = self.best
        return part.inhabitant(data[offset:])


class Enum(Layout):
    """An enum: `decode` says which case bytes are, and which layout its payload has."""

    def __init__(self, type, cases):
        super().__init__(type, 0, kind="enum")
        self.cases = cases
        self.loaded = [c for c in cases if c[1] is not None and c[1].size > 0]
        self.empty = [c for c in cases if c[1] is None or c[1].size == 0]
        for _, payload in self.loaded:
            self.alignment = max(self.alignment, payload.alignment)
        self.payload_size = max((p.size for _, p in self.loaded), default=0)
        [self._plain, self._single, self._multiple][min(2, len(self.loaded))]()

    def _plain(self):
        count = len(self.empty)
        if count <= 1:
            return
        self.size = 1 if count <= 256 else 2
        self.inhabitants = (1 << 8 * self.size) - count
        used = (count - 1).bit_length()
        self.spare = ((1 << 8 * self.size) - 1) & ~((1 << used) - 1)

    def _single(self):
        payload = self.loaded[0][1]
        self.used = min(payload.inhabitants, len(self.empty))
        self.inhabitants = payload.inhabitants - self.used
        rest = len(self.empty) - self.used
        # What has no pattern of the payload's is told by bytes behind it.
        self.per_tag = 1 << min(32, 8 * payload.size)
        self.tags = 1 + -(-rest // self.per_tag) if rest else 0
        self.extra = 0 if not self.tags else 1 if self.tags <= 256 else 2
        self.size = payload.size + self.extra

    def _multiple(self):
        size = self.payload_size
        whole = (1 << 8 * size) - 1
        common = whole
        for _, payload in self.loaded:
            behind = whole & ~((1 << 8 * payload.size) - 1)
            common &= payload.spare | behind
        self.values = whole & ~common
        self.value_bits = self.values.bit_count()
        per_tag = 1 << min(32, self.value_bits)
        self.tags = len(self.loaded) + -(-len(self.empty) // per_tag)
        bits = (self.tags - 1).bit_length()
        have = common.bit_count()
        self.common = _highest(common, bits) if bits < have else common
        missing = max(0, bits - have)
        self.extra_bits = 0 if not missing else 8 if missing <= 8 else 16
        self.size = size + self.extra_bits // 8
        self.tag_bits = self.common.bit_count()
        self.spare = (common & ~self.common) | (
            (((1 << self.extra_bits) - 1) & ~((1 << missing) - 1)) << 8 * size)
        # All spare bits, not only those of the tag, make patterns that are no value.
        self.pattern = common
        total = common.bit_count() + self.extra_bits
        if total >= 32:
            self.inhabitants = 0x7fff_ffff
        else:
            self.inhabitants = (1 << total) - self.tags

    def decode(self, data):
        """The name of the case, the payload's layout or None, and the payload's bytes."""
        if not self.loaded:
            if len(self.empty) < 2:
                return (*self.empty[0], b"") if self.empty else ("no value", None, b"")
            index = int.from_bytes(data[:self.size], "little")
            return self._named(index)
        return self._decode_single(data) if len(self.loaded) == 1 else self._decode_multiple(data)

    def _named(self, index):
        if 0 <= index < len(self.empty):
            return self.empty[index][0], None, b""
        return f"no case ({index})", None, b""

    def _decode_single(self, data):
        name, payload = self.loaded[0]
        if self.extra:
            tag = int.from_bytes(data[payload.size:self.size], "little")
            if tag:
                value = int.from_bytes(data[:min(4, payload.size)], "little")
                return self._named(self.used + (tag - 1) * self.per_tag + value)
        index = payload.inhabitant(data)
        if index is not None and index < self.used:
            return self._named(index)
        return name, payload, data[:payload.size]

    def _tag(self, data):
        value = int.from_bytes(data[:self.payload_size], "little")
        extra = int.from_bytes(data[self.payload_size:self.size], "little")
        return _gather(value, self.common) | extra << self.tag_bits, value

    def _decode_multiple(self, data):
        tag, value = self._tag(data)
        if tag < len(self.loaded):
            name, payload = self.loaded[tag]
            inside = value & ~self.common
            return name, payload, inside.to_bytes(self.payload_size, "little")[:payload.size]
        index = _gather(value, self.values) & 0xffff_ffff
        number = tag - len(self.loaded)
        shift = 0 if self.value_bits >= 32 else self.value_bits
        return self._named(number << shift | index if shift else index)

    def inhabitant(self, data):
        if not self.loaded:
            value = int.from_bytes(data[:self.size], "little")
            return value - len(self.empty) if self.size and value >= len(self.empty) else None
        if len(self.loaded) == 1:
            index = self.loaded[0][1].inhabitant(data)
            return index - self.used if index is not None and index >= self.used else None
        value = int.from_bytes(data[:self.payload_size], "little")
        extra = int.from_bytes(data[self.payload_size:self.size], "little")
        have = self.pattern.bit_count()
        index = (1 << have + self.extra_bits) - 1 - (_gather(value, self.pattern) | extra << have)
        tag, _ = self._tag(data)
        return index if tag >= self.tags and index < self.inhabitants else None


def _gather(value, mask):
    """The bits of a value where a mask has ones, put together."""
    result, at = 0, 0
    while mask:
        low = mask & -mask
        if value & low:
            result |= 1 << at
        at += 1
        mask ^= low
    return result


def _highest(mask, count):
    """The highest ones of a mask."""
    found = 0
    for _ in range(count):
        top = 1 << mask.bit_length() - 1
        found |= top
        mask ^= top
    return found


@functools.lru_cache(None)
def leaves():
    """Sizes of what is not composed, by name: what the build measured."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "leaves.json")
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def reference(type, kind="reference"):
    """A pointer to an object."""
    return Layout(type, 8, 8, LEAST_POINTER, POINTERS, kind)


def leaf(type):
    """The layout of a type that has no parts which the debug information names; None if it has."""
    name = type.name
    if name in _REFERENCE:
        return reference(type)
    if name in ("Builtin.RawPointer", "Builtin.RawUnsafeContinuation"):
        return Layout(type, 8, 8, 1, 0, "pointer")
    if name == "Builtin.Int1":
        return Layout(type, 1, 1, 254, 0xfe, "bool")
    if name.startswith("Builtin.Int"):
        bits = name[len("Builtin.Int"):]
        size = (int(bits) + 7) // 8 if bits.isdigit() else 8
        size = 1 << (size - 1).bit_length() if size < 16 else size
        return Layout(type, size, min(size, 16), kind="integer")
    if name == "Builtin.DefaultActorStorage":
        return Layout(type, 96, 16)
    if name == "Builtin.Word":
        return Layout(type, 8, 8, kind="integer")
    if name.startswith("Builtin.FPIEEE"):
        size = int(name[len("Builtin.FPIEEE"):]) // 8
        return Layout(type, size, size, kind="float")
    if name == "metatype":
        return Layout(type, 0)
    if name == "C ->":
        return Layout(type, 8, 8, LEAST_POINTER, 0, "C function")
    if name == "->":
        return Layout(type, 16, 8, LEAST_POINTER, POINTERS << 64, "function")
    known = leaves().get(name)
    if not known:
        return None
    kind, at = known["kind"], known["at"]
    spare = {"reference": POINTERS << 8 * at, "bool": 0xfe}.get(kind, 0)
    # A reference inside something larger is no object that could be shown.
    if kind == "reference":
        kind = "leaf"
    return Layout(type, known["size"], known["alignment"], known["inhabitants"], spare, kind, at)
