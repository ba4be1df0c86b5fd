"""Swift values as text: bytes and a layout in, what a person wants to see out.

Source: swift/stdlib/public/core, StringObject, ArrayBody, HashTable, NativeDictionary.
"""

import itertools
import re
import struct

from swiftlet import layout
from swiftlet import typetext
from swiftlet.typetext import Type

_INTEGERS = re.compile(r"Swift\.(U?)Int(8|16|32|64|128)?$")
_POINTER = re.compile(r"Swift\.(Unsafe(Mutable)?(Raw)?Pointer|OpaquePointer)$")
_HEADER = 16
_ARRAYS = ("Swift.Array", "Swift.ContiguousArray", "Swift._ContiguousArrayBuffer")
_BUFFERS = re.compile(r"Swift\.(Mutable|Output)?(Raw)?Span$|Swift\.Unsafe(Mutable)?(Raw)?BufferPointer$")
# Buckets of a table whose bits are fetched at once.
_BUCKETS = 4096

# There are no more elements than this in anything.
MOST = 1 << 40
# What memory can lead to that was not yet made what its type says, and what debug information may lack.
TROUBLE = (
    layout.Unknown, ValueError, IndexError, KeyError, OverflowError, struct.error, MemoryError)


class Limits:
    """How much is shown."""

    elements = 32
    bytes = 48
    depth = 6
    text = 400


class Shown:
    """A value's text: a head, and named parts that are shown behind it in parentheses."""

    def __init__(self, head, parts=(), brackets="()"):
        self.head, self.parts, self.brackets = head, list(parts), brackets

    def line(self):
        """The value in one line."""
        if not self.parts and self.brackets == "()":
            return self.head
        inner = ", ".join(f"{n}: {p.line()}" if n else p.line() for n, p in self.parts)
        return f"{self.head}{self.brackets[0]}{inner}{self.brackets[1]}"

    def text(self, indent=0, width=96):
        """The value in as many lines as it needs."""
        line = self.line()
        if len(line) + indent <= width or not self.parts:
            return line
        space = " " * (indent + 2)
        rows = [f"{space}{n + ': ' if n else ''}{p.text(indent + 2, width)}"
                for n, p in self.parts]
        return "\n".join([self.head + self.brackets[0], *rows, " " * indent + self.brackets[1]])


class Reader:
    """Shows values of one image in one state of memory.

    `memory(address, size)` gives bytes or None, `symbol(address)` a name or None.
    """

    def __init__(self, types, memory, symbol):
        self.types, self.memory, self.symbol = types, memory, symbol

    def show(self, type, data, depth=0, known=None):
        """A value of a type; `known` has a 1 for each byte that is there, None if all are."""
        try:
            found = self.types.layout(type)
        except layout.Unknown as error:
            return Shown(f"<{error}>")
        if len(data) < found.size:
            return Shown("<optimized out>")
        return self.value(found, bytes(data[:found.size]), depth, known)

    def value(self, found, data, depth=0, known=None, base=0):
        mask = b"\1" if known is None else known[base:base + found.size]
        whole = all(mask)
        if mask and not any(mask):
            return Shown("<optimized out>")
        if found.kind == "struct" and found.fields and not (whole and self._special(found.type)):
            return self._struct(found, data, depth, known, base)
        if not whole:
            return Shown("<optimized out>")
        special = self._special(found.type)
        if special:
            return special(found, data, depth)
        if found.kind == "enum":
            return self._enum(found, data, depth)
        if found.kind == "inline array":
            return self._elements(found.fields[0][1], data, found.size, depth, "")
        if found.kind == "reference":
            return self._object(found.type, _word(data), depth)
        return self._leaf(found, data)

    def _leaf(self, found, data):
        if found.kind == "struct":
            return Shown(f"{found.type}()")
        number = int.from_bytes(data, "little")
        if found.kind == "bool":
            return Shown("true" if number & 1 else "false")
        if found.kind == "float":
            return Shown(_real(data))
        if found.kind in ("function", "C function"):
            code = _word(data)
            return Shown(f"function {self.symbol(code) or ''} at {code:#x}".replace("  ", " "))
        return Shown(f"{number:#x}" if found.size else f"{found.type}")

    def _struct(self, found, data, depth, known, base):
        name = "" if found.type.name == "()" else str(found.type)
        if depth > Limits.depth:
            return Shown(f"{name}(…)")
        return Shown(name, [
            self._field(found.type.name, field, data, depth, known, base) for field in found.fields])

    def _field(self, owner, field, data, depth, known, base):
        label, part, at = field
        bytes_ = data[at:at + part.size]
        packed = _PACKED.get((owner, label))
        if packed and (known is None or all(known[base + at:base + at + part.size])):
            return packed(bytes_)
        label = label if not label.isdigit() else ""
        return label, self.value(part, bytes_, depth + 1, known, base + at)

    def _enum(self, found, data, depth):
        name, payload, inside = found.decode(data)
        if found.type.name == "Swift.Optional":
            return Shown("nil") if payload is None else self.value(payload, inside, depth)
        if payload is None:
            return Shown(f".{name}")
        inner = self.value(payload, inside, depth + 1)
        if payload.type.name == "()":
            return Shown(f".{name}", inner.parts)
        return Shown(f".{name}", [("", inner)])

    def _object(self, type, address, depth):
        if address < layout.LEAST_POINTER:
            return Shown(f"no object ({address:#x})")
        type = self._dynamic(type, address)
        head = f"{type} at {address:#x}"
        if depth > 1 or type.name.startswith(("Builtin", "AnyObject")):
            return Shown(head)
        try:
            instance = self.types.instance(type)
        except layout.Unknown:
            return Shown(head)
        data = self.memory(address, instance.size)
        if data is None:
            return Shown(f"{head} <no memory>")
        shown = self._struct(instance, data, depth, None, 0)
        return Shown(head, shown.parts, "{}")

    def _dynamic(self, type, address):
        """The class of an object by what its header points to."""
        header = self.memory(address, 8)
        name = self.symbol(_word(header)) if header else None
        found = re.match(r"(?:full )?(?:type )?metadata for (.*)", name or "")
        if not found:
            return type
        actual = typetext.parse(found[1])
        return actual if self.types.is_class(actual) else type

    def _special(self, type):
        name = type.name
        if found := _INTEGERS.match(name):
            return lambda l, d, n: Shown(str(int.from_bytes(d, "little", signed=not found[1])))
        if name in _ARRAYS:
            return self._array
        if _POINTER.match(name):
            return lambda l, d, n: Shown(f"{_word(d):#x}")
        if _BUFFERS.match(name):
            return self._buffer
        return _SPECIAL.get(name) and _SPECIAL[name].__get__(self)

    def _string(self, found, data, depth=0):
        text = self.string(data)
        return Shown("<no string>" if text is None else quoted(text))

    def string(self, data):
        """The contents of a String; None if its storage cannot be read."""
        first, second = struct.unpack_from("<QQ", data)
        if second >> 61 & 1:
            return data[:second >> 56 & 15].decode(errors="replace")
        count = first & 0xffff_ffff_ffff
        if count == 0:
            return ""
        body = self.memory((second & 0x0fff_ffff_ffff_ffff) + 32, min(count, Limits.text))
        if body is None:
            return None
        return body.decode(errors="replace") + ("…" if count > Limits.text else "")

    def _substring(self, found, data, depth):
        begin, end = (word >> 16 for word in struct.unpack_from("<QQ", data))
        text = self.string(data[16:32])
        if text is None:
            return Shown("<no string>")
        return Shown(quoted(text.encode()[begin:end].decode(errors="replace")))

    def _static_string(self, found, data, depth):
        start, count, flags = struct.unpack_from("<QQB", data)
        if flags & 1:
            return Shown(quoted(chr(min(start, 0x10ffff))))
        body = self.memory(start, min(count, Limits.text))
        return Shown("<no string>" if body is None else quoted(body.decode(errors="replace")))

    def _scalar(self, found, data, depth):
        return Shown(quoted(chr(min(int.from_bytes(data, "little"), 0x10ffff))))

    def sequence(self, found, data):
        """Where the elements of a value lie in memory, None if it has none there.

        Their layout, the address where one of the number 0 lies or would, the first number, and how
        many there are; that is no count where a value is not what its type says."""
        name, arguments = found.type.name, found.type.arguments
        if name in _ARRAYS:
            part = self.types.layout(arguments[0])
            header = self.memory(_word(data) + _HEADER, 16)
            count, capacity = struct.unpack("<qQ", header) if header else (-1, 0)
            if count > max(capacity >> 1, count >> 40):
                count = -1
            return part, _word(data) + -(-32 // part.alignment) * part.alignment, 0, count
        if name == "Swift.ArraySlice":
            _, base, start, end = struct.unpack_from("<QQqQ", data)
            return self.types.layout(arguments[0]), base, start, (end >> 1) - start
        if not _BUFFERS.match(name):
            return None
        if "Output" in name:
            fields = {label: at for label, _, at in found.fields}
            base, count = (_word(data[fields[label]:]) for label in ("_pointer", "_count"))
        else:
            base, count = struct.unpack_from("<QQ", data)
        if "Raw" in name and "BufferPointer" in name:
            count = count - base if count else 0
        element = arguments[0] if arguments and "Raw" not in name else Type("Swift.UInt8")
        return self.types.layout(element), base, 0, count

    def _array(self, found, data, depth):
        part, address, _, count = self.sequence(found, data)
        if count < 0:
            return Shown(f"<no array at {_word(data):#x}>")
        return self._many(part, address, count, depth)

    def _slice(self, found, data, depth):
        part, base, start, count = self.sequence(found, data)
        return self._many(part, base + start * part.stride, count, depth)

    def _buffer(self, found, data, depth):
        part, base, _, count = self.sequence(found, data)
        return self._many(part, base, count, depth, str(found.type))

    def _many(self, part, address, count, depth, name=""):
        if not 0 <= count < MOST:
            return Shown(f"<{count} elements at {address:#x}>")
        wanted = min(count, Limits.bytes if part.size == 1 else Limits.elements)
        data = self.memory(address, wanted * part.stride) if wanted else b""
        if data is None:
            return Shown(f"<no memory for {count} elements at {address:#x}>")
        return self._elements(part, data, len(data), depth, name, count)

    def _elements(self, part, data, size, depth, name, count=None):
        limit = Limits.bytes if part.size == 1 else Limits.elements
        have = size // part.stride
        count = have if count is None else count
        shown = min(have, limit)
        if part.type.name == "Swift.UInt8" and count > 4:
            return Shown(_dump(data[:shown], count))
        if depth > Limits.depth:
            return Shown(f"[{count} elements]")
        parts = _folded(
            self.value(part, data[i * part.stride:i * part.stride + part.size], depth + 1)
            for i in range(shown))
        if count > shown:
            parts.append(("", Shown(f"… {count - shown} more")))
        return Shown("" if not name else f"{name} ", parts, "[]")

    def _table(self, found, data, depth):
        """A dictionary or a set: the buckets that its bitmap names."""
        address, kinds = _word(data), found.type.arguments
        is_set = len(kinds) == 1
        head = self.memory(address, 64)
        if head is None:
            return Shown(f"<no table at {address:#x}>")
        count, capacity = struct.unpack_from("<qq", head, 16)
        scale, = struct.unpack_from("<b", head, 32)
        if not 0 <= scale < 32 or not 0 <= count <= capacity == (1 << scale) * 3 // 4:
            return Shown(f"<no table at {address:#x}>")
        places = struct.unpack_from("<Q" if is_set else "<QQ", head, 48)
        parts = []
        used = self._buckets(address + (56 if is_set else 64), 1 << scale)
        for bucket in itertools.islice(used, min(count, Limits.elements)):
            entry = [self._bucket(kind, place, bucket, depth) for kind, place in zip(kinds, places)]
            parts.append((entry[0].line(), entry[1]) if not is_set else ("", entry[0]))
        if count > len(parts):
            parts.append(("", Shown(f"… {count - len(parts)} more")))
        return Shown("" if parts or is_set else "[:]", parts, "[]" if parts or is_set else "()")

    def _buckets(self, address, count):
        """The numbers of buckets that are in use, by the bitmap at an address."""
        for first in range(0, count, _BUCKETS):
            wanted = min(count - first, _BUCKETS)
            words = self.memory(address + first // 8, max(8, wanted // 8))
            if words is None:
                return
            # A short one's last bits are set, for no buckets.
            bits = int.from_bytes(words, "little") & (1 << wanted) - 1
            yield from (first + bit for bit in _ones(bits))

    def _bucket(self, kind, place, bucket, depth):
        part = self.types.layout(kind)
        data = self.memory(place + bucket * part.stride, part.size)
        return Shown("<no memory>") if data is None else self.value(part, data, depth + 1)

    def _ipv4(self, found, data, depth):
        return Shown(".".join(str(b) for b in reversed(data[:4])))

    def _mac(self, found, data, depth):
        return Shown(":".join(f"{b:02x}" for b in reversed(data[:6])))

    def _port(self, found, data, depth):
        return Shown(str(int.from_bytes(data, "little")))

    def _endpoint(self, found, data, depth):
        parts = {name: data[at:at + part.size] for name, part, at in found.fields}
        port = int.from_bytes(parts["port"], "little")
        return Shown(f"{self._ipv4(None, parts['address'], 0).line()}:{port}")

    def _instant(self, found, data, depth):
        return Shown(f"{_word(data) / 1e9:.6f} s")

    def _duration(self, found, data, depth):
        low, high = struct.unpack_from("<Qq", data)
        return Shown(f"{((high << 64) + low) / 1e18:.9g} s")


_SPECIAL = {
    "Swift.String": Reader._string, "Swift.Substring": Reader._substring,
    "Swift.Character": Reader._string, "Swift.StaticString": Reader._static_string,
    "Swift.Unicode.Scalar": Reader._scalar, "Swift.ArraySlice": Reader._slice,
    "Swift.Dictionary": Reader._table, "Swift.Set": Reader._table,
    "Swift.Duration": Reader._duration, "Wire.IPv4Address": Reader._ipv4,
    "Wire.MACAddress": Reader._mac, "Wire.Port": Reader._port,
    "Wire.Endpoint": Reader._endpoint, "Net.Instant": Reader._instant,
}


def trouble(error):
    """Why a value cannot be shown."""
    return str(error) or type(error).__name__


def _origin(data):
    """An address, a port and an interface in one word: who sent a datagram."""
    address, port = data[:3:-1], int.from_bytes(data[2:4], "little")
    return "source", Shown(f"{'.'.join(map(str, address))}:{port}")


# Fields that hold several values in one word: what stands in their place.
_PACKED = {("Kernel.Datagram", "origin"): _origin}


def quoted(text):
    """Text as a literal of Swift."""
    table = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}
    return '"' + "".join(
        table.get(c, c if c.isprintable() else f"\\u{{{ord(c):x}}}") for c in text) + '"'


def _word(data):
    return int.from_bytes(data[:8], "little")


def _real(data):
    form = {2: "<e", 4: "<f", 8: "<d"}.get(len(data))
    return repr(struct.unpack(form, data)[0]) if form else f"0x{data[::-1].hex()}"


def _dump(data, count):
    """Bytes in hexadecimal, and what of them is text."""
    plain = "".join(chr(b) if 32 <= b < 127 else "." for b in data)
    rest = "…" if count > len(data) else ""
    return f"{count} bytes [{data.hex(' ')}{rest}] {plain}{rest}"


def _folded(values):
    """Elements of an array; equal ones in a row are counted."""
    parts, previous, times = [], None, 0
    for value in values:
        line = value.line()
        times = times + 1 if line == previous else 1
        if times > 3:
            parts[-1] = ("", Shown(f"{line} ({times} times)"))
        else:
            parts.append(("", value))
        if times == 4:
            del parts[-3:-1]
        previous = line
    return parts


def _ones(bits):
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low
