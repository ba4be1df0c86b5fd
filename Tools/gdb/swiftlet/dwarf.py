"""The debug information of an image as gdb does not show it: Swift's own names, and places.

gdb 13 keeps neither the mangled names of types nor their extra inhabitants.

Released images have version 5, those for debugging version 4.

Source: DWARF 5, sections 7.5 (entries, forms), 7.25 and 7.29 (lists); DWARF 4, sections 2.6.2, 2.17.3
and 7.5.1.1.
"""

import gc
import marshal
import os
import struct

from swiftlet import elf


class Tag:
    FORMAL_PARAMETER, LEXICAL_BLOCK, MEMBER = 0x05, 0x0b, 0x0d
    STRUCTURE, TYPEDEF, VARIANT, VARIANT_PART = 0x13, 0x16, 0x19, 0x33
    INHERITANCE, INLINED, BASE, SUBPROGRAM = 0x1c, 0x1d, 0x24, 0x2e
    VARIABLE, UNIT, CONST, POINTER, SUBRANGE, ARRAY = 0x34, 0x11, 0x26, 0x0f, 0x21, 0x01
    CLASS, ENUMERATION, ENUMERATOR = 0x02, 0x04, 0x28


class At:
    LOCATION, NAME, SIZE, LOW, HIGH, LANGUAGE, CONSTANT = 0x02, 0x03, 0x0b, 0x11, 0x12, 0x13, 0x1c
    ORIGIN, COUNT, DECLARATION, LINE, ENCODING, FRAME_BASE = 0x31, 0x37, 0x3c, 0x3b, 0x3e, 0x40
    SPECIFICATION, TYPE, RANGES, OFFSET, LINKAGE = 0x47, 0x49, 0x55, 0x38, 0x6e
    STRINGS, ADDRESSES, RANGE_LISTS, PLACES, CALL_LINE = 0x72, 0x73, 0x74, 0x8c, 0x59
    INHABITANTS = 0x3e0b


KEPT = {value for name, value in vars(At).items() if not name.startswith("_")}
_FIXED = {0x0b: 1, 0x11: 1, 0x0c: 1, 0x25: 1, 0x29: 1, 0x05: 2, 0x12: 2, 0x26: 2, 0x2a: 2,
          0x06: 4, 0x13: 4, 0x28: 4, 0x2c: 4, 0x07: 8, 0x14: 8, 0x20: 8, 0x01: 8, 0x1e: 16,
          0x0e: 4, 0x17: 4, 0x10: 4, 0x1f: 4, 0x19: 0, 0x21: 0, 0x27: 3, 0x2b: 3}
_REFERENCES = {0x11, 0x12, 0x13, 0x14, 0x15}
_STRINGS = {0x1a, 0x25, 0x26, 0x27, 0x28}
_ADDRESSES = {0x1b, 0x29, 0x2a, 0x2b, 0x2c}


# Size of what a unit begins with, by version.
_HEADERS = {4: 11, 5: 12}


def uleb(data, at):
    """A number of variable length, and where it ends."""
    byte = data[at]
    if byte < 0x80:
        return byte, at + 1
    result, shift = byte & 0x7f, 7
    while True:
        at += 1
        byte = data[at]
        result |= (byte & 0x7f) << shift
        shift += 7
        if byte < 0x80:
            return result, at + 1


def sleb(data, at):
    """A signed number of variable length, and where it ends."""
    begin = at
    result, at = uleb(data, at)
    bits = 7 * (at - begin)
    return (result - (1 << bits) if result >> (bits - 1) else result), at


class Entries:
    """All entries of an image by their offset: tag, parent, unit, attributes, children."""

    VERSION = 5

    def __init__(self, path, cache=None):
        self.file = elf.File(path)
        kept = self._cache_path(cache)
        state = self._load(kept)
        if state is None:
            state = _Scan(self.file).state()
            self._store(kept, state)
        self.entries, self.units, self.children = state
        self.lists = self.file.section(".debug_loclists")
        self.ranges_data = self.file.section(".debug_rnglists")
        self.old_lists = self.file.section(".debug_loc")
        self.old_ranges = self.file.section(".debug_ranges")
        self.addresses = self.file.section(".debug_addr")

    def _cache_path(self, folder):
        identity = self.file.build_id()
        if not folder or not identity:
            return None
        return os.path.join(folder, f"dwarf-{identity[1].hex()}-{self.VERSION}")

    def _load(self, path):
        gc.disable()
        try:
            with open(path, "rb") as file:
                return marshal.loads(file.read())
        except (TypeError, OSError, ValueError, EOFError):
            return None
        finally:
            gc.enable()

    def _store(self, path, state):
        if not path:
            return
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            temporary = f"{path}.{os.getpid()}"
            with open(temporary, "wb") as file:
                marshal.dump(state, file)
            os.replace(temporary, path)
        except OSError:
            pass

    def tag(self, offset):
        return self.entries[offset][0]

    def parent(self, offset):
        return self.entries[offset][1]

    def get(self, offset, attribute, default=None):
        """An attribute of an entry, or of that which it completes."""
        for _ in range(4):
            entry = self.entries.get(offset)
            if entry is None:
                return default
            value = entry[3].get(attribute)
            if value is not None:
                return value
            offset = entry[3].get(At.ORIGIN) or entry[3].get(At.SPECIFICATION)
            if offset is None:
                return default
        return default

    def own(self, offset, attribute, default=None):
        return self.entries[offset][3].get(attribute, default)

    def address(self, unit, index):
        at = self.units[unit][1] + 8 * index
        return struct.unpack_from("<Q", self.addresses, at)[0]

    def ranges(self, offset):
        """The code of an entry, as pairs of addresses."""
        attributes = self.entries[offset][3]
        low, high = attributes.get(At.LOW), attributes.get(At.HIGH)
        unit = self.entries[offset][2]
        if low is not None and high is not None:
            low = low if isinstance(low, int) else self.address(unit, low[0])
            return [(low, low + high)] if low else []
        place = attributes.get(At.RANGES)
        return self._range_list(unit, place) if place is not None else []

    def start(self, unit):
        """Where a unit begins, from which its own references count."""
        return self.units[unit][4] - _HEADERS[self.units[unit][5]]

    def base(self, unit):
        """The address from which a unit's lists count."""
        low = self.entries[self.units[unit][4]][3].get(At.LOW, 0)
        return low if isinstance(low, int) else self.address(unit, low[0])

    def _range_list(self, unit, place):
        data, base, found = self.ranges_data, self.base(unit), []
        if self.units[unit][5] == 4:
            pairs = _old_list(self.old_ranges, place, base, False)
            return [(begin, end) for begin, end, _ in pairs if begin]
        if not isinstance(place, int):
            origin = self.units[unit][3]
            at = origin + struct.unpack_from("<I", data, origin + 4 * place[0])[0]
        else:
            at = place
        for begin, end, _ in _list(data, at, base, lambda i: self.address(unit, i), False):
            if begin:
                found.append((begin, end))
        return found

    def place(self, offset, pc):
        """The expression that says where a variable is at an address of code; None if nowhere."""
        unit = self.entries[offset][2]
        value = self.entries[offset][3].get(At.LOCATION)
        if value is None or isinstance(value, bytes):
            return value
        data, base = self.lists, self.base(unit)
        if self.units[unit][5] == 4:
            rows = _old_list(self.old_lists, value, base, True)
            return next((what for begin, end, what in rows if begin <= pc < end), None)
        if isinstance(value, int):
            at = value
        else:
            origin = self.units[unit][2]
            at = origin + struct.unpack_from("<I", data, origin + 4 * value[0])[0]
        other = None
        for begin, end, what in _list(data, at, base, lambda i: self.address(unit, i), True):
            if begin is None:
                other = what
            elif begin <= pc < end:
                return what
        return other


def _list(data, at, base, address, has_expressions):
    """The entries of a list of ranges or of places; begin is None for the default place."""
    while True:
        kind = data[at]
        at += 1
        begin = end = None
        if kind == 0:
            return
        if kind == 1:
            index, at = uleb(data, at)
            base = address(index)
            continue
        if kind == (6 if has_expressions else 5):
            base, = struct.unpack_from("<Q", data, at)
            at += 8
            continue
        if kind in (2, 3):
            first, at = uleb(data, at)
            second, at = uleb(data, at)
            begin = address(first)
            end = address(second) if kind == 2 else begin + second
        elif kind == 4:
            first, at = uleb(data, at)
            second, at = uleb(data, at)
            begin, end = base + first, base + second
        elif has_expressions and kind == 5:
            pass
        elif kind == (7 if has_expressions else 6):
            begin, end = struct.unpack_from("<QQ", data, at)
            at += 16
        else:
            begin, = struct.unpack_from("<Q", data, at)
            size, at = uleb(data, at + 8)
            end = begin + size
        what = None
        if has_expressions:
            size, at = uleb(data, at)
            what = bytes(data[at:at + size])
            at += size
        yield begin, end, what


def _old_list(data, at, base, has_expressions):
    """The same of version 4."""
    while at + 16 <= len(data):
        begin, end = struct.unpack_from("<QQ", data, at)
        at += 16
        if begin == end == 0:
            return
        if begin == (1 << 64) - 1:
            base = end
            continue
        what = None
        if has_expressions:
            size, = struct.unpack_from("<H", data, at)
            what = bytes(data[at + 2:at + 2 + size])
            at += 2 + size
        yield base + begin, base + end, what


class _Scan:
    """Reads all units once."""

    def __init__(self, file):
        self.info = file.section(".debug_info")
        self.abbreviations = file.section(".debug_abbrev")
        self.strings = file.section(".debug_str")
        self.line_strings = file.section(".debug_line_str")
        self.offsets = file.section(".debug_str_offsets")
        self.tables, self.entries, self.units, self.children = {}, {}, [], {}
        self.known = {}

    def state(self):
        at = 0
        while at + 12 <= len(self.info):
            at = self.unit(at)
        return self.entries, self.units, self.children

    def unit(self, start):
        size, version, kind, width, table = struct.unpack_from("<IHBBI", self.info, start)
        end = start + 4 + size
        if version == 4:
            kind, (table, width) = 1, struct.unpack_from("<IB", self.info, start + 6)
        if version not in _HEADERS or width != 8 or kind != 1:
            return end
        table, first = self.table(table), start + _HEADERS[version]
        index = len(self.units)
        # The bases stand in the first entry, behind names that need them.
        self.units.append((8, 8, 0, 0, first, version))
        own = self.entry(first, table, index, start)[0]
        bases = [own.get(a, 8) for a in (At.STRINGS, At.ADDRESSES, At.PLACES, At.RANGE_LISTS)]
        self.units[index] = (*bases, first, version)
        self.walk(start, end, table, index)
        return end

    def walk(self, start, end, table, unit):
        at, parents, entries, children = self.units[unit][4], [0], self.entries, self.children
        data = self.info
        while at < end:
            offset = at
            if data[at] == 0:
                at += 1
                parents.pop()
                if not parents:
                    return
                continue
            attributes, at, tag, has_children = self.entry(at, table, unit, start)
            parent = parents[-1]
            entries[offset] = (tag, parent, unit, attributes)
            children.setdefault(parent, []).append(offset)
            if has_children:
                parents.append(offset)
            elif len(parents) == 1:
                return

    def table(self, at):
        if at in self.tables:
            return self.tables[at]
        data, found, begin = self.abbreviations, {}, at
        while True:
            code, at = uleb(data, at)
            if code == 0:
                break
            tag, at = uleb(data, at)
            has_children = data[at]
            at += 1
            specification = []
            while True:
                attribute, at = uleb(data, at)
                form, at = uleb(data, at)
                constant = None
                if form == 0x21:
                    constant, at = sleb(data, at)
                if attribute == 0 and form == 0:
                    break
                specification.append(
                    (attribute, form, constant, _FIXED.get(form), attribute in KEPT))
            found[code] = (tag, has_children, specification)
        self.tables[begin] = found
        return found

    def entry(self, at, table, unit, start):
        data = self.info
        code = data[at]
        if code < 0x80:
            at += 1
        else:
            code, at = uleb(data, at)
        tag, has_children, specification = table[code]
        attributes = {}
        for attribute, form, constant, size, is_kept in specification:
            if size is not None and not is_kept:
                at += size
                continue
            value, at = self.value(form, constant, size, at, unit, start)
            if is_kept:
                attributes[attribute] = value
        return attributes, at, tag, has_children

    def value(self, form, constant, size, at, unit, start):
        data = self.info
        if size is not None:
            if form == 0x19:
                return 1, at
            if form == 0x21:
                return constant, at
            value = int.from_bytes(data[at:at + size], "little")
            at += size
        elif form in (0x0f, 0x15, 0x1a, 0x1b, 0x22, 0x23):
            value, at = uleb(data, at)
        elif form == 0x0d:
            return sleb(data, at)
        elif form == 0x08:
            end = data.find(b"\0", at)
            return data[at:end].decode(errors="replace"), end + 1
        elif form in (0x18, 0x09):
            length, at = uleb(data, at)
            return bytes(data[at:at + length]), at + length
        elif form in (0x0a, 0x03, 0x04):
            width = {0x0a: 1, 0x03: 2, 0x04: 4}[form]
            length = int.from_bytes(data[at:at + width], "little")
            at += width
            return bytes(data[at:at + length]), at + length
        else:
            raise ValueError(f"form {form:#x} is not known")
        return self.meaning(form, value, unit, start), at

    def meaning(self, form, value, unit, start):
        if form in _REFERENCES:
            return value + start
        if form in _STRINGS:
            base = self.units[unit][0]
            at = base + 4 * value
            return self.text(self.strings, struct.unpack_from("<I", self.offsets, at)[0])
        if form == 0x0e:
            return self.text(self.strings, value)
        if form == 0x1f:
            return self.text(self.line_strings, value)
        if form in _ADDRESSES or form in (0x22, 0x23):
            return (value,)
        return value

    def text(self, data, at):
        key = (id(data), at)
        if key not in self.known:
            end = data.find(b"\0", at)
            self.known[key] = bytes(data[at:end]).decode(errors="replace")
        return self.known[key]
