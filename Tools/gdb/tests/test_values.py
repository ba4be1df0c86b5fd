"""Values with elements in memory."""

import struct
import unittest

import memories

from swiftlet import layout, typetext, values


class Types(memories.Types):
    def layout(self, type):
        found = layout.leaf(type)
        return super().layout(type) if found is None else found


class Elements(unittest.TestCase):
    def setUp(self):
        self.memory, self.types = memories.Memory(), Types()
        self.reader = values.Reader(self.types, self.memory.read, lambda address: None)

    def found(self, name, *words):
        """Address, first number and count of a value's elements."""
        layout = self.types.layout(typetext.parse(name))
        return self.reader.sequence(layout, struct.pack(f"<{len(words)}Q", *words))[1:]

    def shown(self, name, *words):
        data = struct.pack(f"<{len(words)}Q", *words)
        return self.reader.show(typetext.parse(name), data).line()

    def test_arrays_count_from_their_header(self):
        self.memory.array(0x5000, struct.pack("<3q", 1, -2, 3), 3)
        self.assertEqual(self.found("[Swift.Int]", 0x5000), (0x5020, 0, 3))
        self.assertEqual(self.shown("[Swift.Int]", 0x5000), "[1, -2, 3]")
        self.assertLess(self.found("[Swift.Int]", 0x6000)[2], 0)

    def test_slices_count_from_their_first_number(self):
        self.memory.put(0x5020, struct.pack("<3q", 1, -2, 3))
        words = (0x5000, 0x5020, 1, 3 << 1 | 1)
        self.assertEqual(self.found("Swift.ArraySlice<Swift.Int>", *words), (0x5020, 1, 2))
        self.assertEqual(self.shown("Swift.ArraySlice<Swift.Int>", *words), "[-2, 3]")
        self.assertLess(self.found("Swift.ArraySlice<Swift.Int>", 0, 0x5020, 7, 4)[2], 0)

    def test_raw_buffers_count_to_their_end(self):
        self.memory.put(0x5000, b"\1\x41\xff")
        for name in ("Swift.UnsafeRawBufferPointer", "Swift.UnsafeMutableRawBufferPointer"):
            self.assertEqual(self.found(name, 0x5000, 0x5003), (0x5000, 0, 3))
            self.assertEqual(self.found(name, 0, 0), (0, 0, 0))
        self.assertEqual(
            self.shown("Swift.UnsafeRawBufferPointer", 0x5000, 0x5003),
            "UnsafeRawBufferPointer [1, 65, 255]")
        self.assertEqual(self.found("Swift.UnsafeBufferPointer<Swift.Int>", 0x5000, 3), (0x5000, 0, 3))

    def test_what_is_being_filled_counts_what_it_has(self):
        for name in ("Swift.OutputSpan", "Swift.OutputRawSpan"):
            self.types.struct(
                name, _pointer="Swift.UnsafeMutableRawPointer", capacity="Swift.Int", _count="Swift.Int")
            part = self.types.layout(typetext.parse(name))
            part.type = typetext.parse(f"{name}<Swift.Int>")
            data = struct.pack("<3Q", 0x5000, 8, 2)
            found = self.reader.sequence(part, data)
            self.assertEqual(found[1:], (0x5000, 0, 2))
            self.assertEqual(found[0].size, 1 if "Raw" in name else 8)

    def test_others_have_none(self):
        self.assertIsNone(self.reader.sequence(self.types.layout(typetext.parse("Swift.Int")), bytes(8)))


if __name__ == "__main__":
    unittest.main()
