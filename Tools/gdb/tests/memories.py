"""A memory and types for tests: what is put somewhere can be read there, and nothing else."""

import os
import struct
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from swiftlet import layout  # noqa: E402
from swiftlet.typetext import Type  # noqa: E402


class Memory:
    def __init__(self):
        self.blocks = {}

    def put(self, address, *parts):
        """Puts bytes somewhere, and numbers of 8 bytes; gives the address back."""
        data = b"".join(p if isinstance(p, bytes) else struct.pack("<Q", p) for p in parts)
        self.blocks[address] = data
        return address

    def read(self, address, size):
        for start, data in self.blocks.items():
            if start <= address and address + size <= start + len(data):
                return data[address - start:address - start + size]
        return None

    def array(self, address, data, count):
        """Puts an array somewhere, as Swift has it; elements have an alignment of at most 16."""
        return self.put(address, 0, 0, count, count << 1, data)


class Types:
    """Types by name: what an object consists of, and other layouts."""

    def __init__(self):
        self.values, self.objects = {}, {}

    def struct(self, name, **parts):
        self.values[name] = layout.Composite(Type(name), [(n, self.named(p)) for n, p in parts.items()])

    def enum(self, name, *cases):
        self.values[name] = layout.Enum(Type(name), [(case, None) for case in cases])

    def object(self, name, **parts):
        self.values[name] = layout.reference(Type(name))
        self.objects[name] = layout.Composite(
            Type(name), [(n, self.named(p)) for n, p in parts.items()], 16)

    def named(self, text):
        """The layout of a type: a name, `[NAME]` or `NAME?`."""
        if text.endswith("?"):
            payload = self.named(text[:-1])
            return layout.Enum(
                Type("Swift.Optional", [payload.type]), [("none", None), ("some", payload)])
        if text.startswith("["):
            found = layout.leaf(Type("Swift.Array"))
            found.type = Type("Swift.Array", [self.named(text[1:-1]).type])
            return found
        return self.values.get(text) or layout.leaf(Type(text))

    def layout(self, type):
        if type.name == "Swift.Optional":
            return self.named(type.arguments[0].name + "?")
        found = self.named(type.name)
        if found is None:
            raise layout.Unknown(f"nothing is known of {type}")
        return found

    def instance(self, type):
        return self.objects[type.name]
