"""Paths into Swift values: `query`, `query.payload[3]`, `self.table.count`."""

import re

import gdb

from swiftlet import context
from swiftlet import values
from swiftlet.typetext import Type

_PATH = re.compile(r"\s*([A-Za-z_]\w*)((?:\.\w+|\[\s*-?\d+\s*\]|[!?])*)\s*$")
_STEP = re.compile(r"\.(\w+)|\[\s*(-?\d+)\s*\]|[!?]")


class Place:
    """A value that was found: its type, bytes and address, if it has one."""

    def __init__(self, type, data, valid=None, address=None):
        self.type, self.data, self.valid, self.address = type, data, valid, address

    def shown(self, reader):
        try:
            return reader.show(self.type, self.data, 0, self.valid)
        except values.TROUBLE as error:
            return values.Shown(f"<{values.trouble(error)}>")

    def number(self, reader):
        """The value as a number; None if it is none."""
        found = reader.types.layout(self.type)
        while found.kind == "struct" and len(found.fields) == 1 and found.fields[0][2] == 0:
            found = found.fields[0][1]
        if found.kind not in ("integer", "bool", "pointer") or \
                self.valid and not all(self.valid[:found.size]):
            return None
        if found.kind == "bool":
            return self.data[0] & 1
        signed = bool(re.match(r"Swift\.Int\d*$", self.type.name))
        return int.from_bytes(self.data[:found.size], "little", signed=signed)


def find(text, frame):
    """What a path means in a frame; None if it is no path that begins with a Swift variable."""
    matched = _PATH.match(text)
    if not matched:
        return None
    for variable in context.variables(frame):
        if variable.name == matched[1]:
            break
    else:
        return None
    try:
        place = Place(variable.type, *variable.read())
        reader = variable.image.reader()
        for member, index in (m.groups() for m in _STEP.finditer(matched[2])):
            place = _member(reader, _unwrapped(reader, place), member, index)
    except values.TROUBLE as error:
        raise gdb.GdbError(values.trouble(error)) from None
    return place


def _need(reader, place):
    """Refuses a value of which the image does not tell every byte."""
    size = reader.types.layout(place.type).size
    if len(place.data) < size or place.valid and not all(place.valid[:size]):
        raise gdb.GdbError(f"{place.type} is optimized out")


def _unwrapped(reader, place):
    """What an optional holds."""
    while place.type.name == "Swift.Optional":
        _need(reader, place)
        _, payload, inside = reader.types.layout(place.type).decode(place.data)
        if payload is None:
            raise gdb.GdbError("it is nil")
        place = Place(payload.type, inside, None, place.address)
    return place


def _member(reader, place, member, index):
    if member is None and index is None:
        return place
    found = reader.types.layout(place.type)
    if index is not None:
        return _element(reader, place, int(index))
    if found.kind == "reference":
        _need(reader, place)
        address = int.from_bytes(place.data[:8], "little")
        type = reader._dynamic(place.type, address)
        found = reader.types.instance(type)
        data = context.memory(address, found.size)
        if data is None:
            raise gdb.GdbError(f"cannot read the object at {address:#x}")
        place = Place(type, data, None, address)
    for name, part, at in found.fields:
        if name == member:
            valid = place.valid and place.valid[at:at + part.size]
            address = None if place.address is None else place.address + at
            return Place(part.type, place.data[at:at + part.size], valid, address)
    if member == "count":
        count = _count(reader, place)
        if count is not None:
            return Place(Type("Swift.Int"), count.to_bytes(8, "little"))
    known = ", ".join(name for name, _, _ in found.fields) or "nothing"
    raise gdb.GdbError(f"{place.type} has no {member}; it has {known}")


def _elements(reader, place):
    """As `Reader.sequence`, of pointers, too, for which there is no count."""
    _need(reader, place)
    found = reader.sequence(reader.types.layout(place.type), place.data)
    if found is not None:
        if not 0 <= found[3] < values.MOST:
            raise gdb.GdbError(f"it is no {place.type}, or not yet")
        return found
    name = place.type.name
    if name.startswith(("Swift.UnsafePointer", "Swift.UnsafeMutablePointer")):
        address = int.from_bytes(place.data[:8], "little")
        return reader.types.layout(place.type.arguments[0]), address, 0, None
    return None


def _count(reader, place):
    found = _elements(reader, place)
    return found[3] if found else None


def _element(reader, place, index):
    found = reader.types.layout(place.type)
    if found.kind == "inline array":
        part = found.fields[0][1]
        at = index * part.stride
        if not 0 <= at < found.size:
            raise gdb.GdbError(f"there is no element {index}")
        valid = place.valid and place.valid[at:at + part.size]
        return Place(part.type, place.data[at:at + part.size], valid)
    elements = _elements(reader, place)
    if elements is None:
        raise gdb.GdbError(f"{place.type} has no elements that can be named by a number")
    part, address, start, count = elements
    if count is not None and not start <= index < start + count:
        among = f"{start}..<{start + count}" if start else count
        raise gdb.GdbError(f"there is no element {index} among {among}")
    data = context.memory(address + index * part.stride, part.size)
    if data is None:
        raise gdb.GdbError(f"cannot read element {index}")
    return Place(part.type, data, None, address + index * part.stride)
