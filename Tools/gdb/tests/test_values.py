"""Values with elements in memory, and memory that was not yet made what a type says."""

import struct
import tracemalloc
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


class Tables(unittest.TestCase):
    SET = "Swift.Set<Swift.Int>"

    def shown(self, count, capacity, scale, bitmap, rest=b""):
        """A set of numbers that are those of their buckets."""
        memory = memories.Memory()
        memory.put(0x5000, 0, 0, struct.pack("<qq", count, capacity), struct.pack("<b7x", scale), 0, 0x100000, bitmap)
        memory.put(0x100000, b"".join(struct.pack("<q", number) for number in range(1 << 14)))
        reader = values.Reader(Types(), memory.read, lambda address: None)
        return reader.show(typetext.parse(self.SET), struct.pack("<Q", 0x5000)).line()

    def test_shows_the_buckets_that_the_bitmap_names(self):
        # Behind the last bucket of a short one all bits are set.
        self.assertEqual(self.shown(0, 0, 0, struct.pack("<q", ~1)), "[]")
        self.assertEqual(self.shown(1, 1, 1, struct.pack("<q", ~3 | 2)), "[1]")
        self.assertEqual(self.shown(2, 3, 2, struct.pack("<q", ~15 | 9)), "[0, 3]")
        self.assertEqual(self.shown(2, 48, 6, struct.pack("<Q", 1 << 63 | 4)), "[2, 63]")

    def test_shows_buckets_far_behind_others(self):
        bitmap = bytearray(1 << 11)
        bitmap[0], bitmap[1200] = 1, 2
        self.assertEqual(self.shown(2, 12288, 14, bytes(bitmap)), "[0, 9601]")

    def test_shows_so_many(self):
        shown = self.shown(100, 192, 8, b"\xff" * 16 + bytes(16))
        self.assertTrue(shown.startswith("[0, 1, 2") and shown.endswith("31, … 68 more]"), shown)

    def test_memory_that_is_no_table_costs_nothing(self):
        tracemalloc.start()
        for count, capacity, scale in (
                (0, 0, 39), (1, 1 << 39, 39), (5, 3, 2), (-1, 3, 2), (1, 4, 2), (0, 0, -1), (0, 1, 0)):
            self.assertEqual(
                self.shown(count, capacity, scale, bytes(8)), "<no table at 0x5000>", (capacity, scale))
        # The bitmap is not there.
        self.assertEqual(self.shown(1 << 20, 3 << 28, 30, b""), "<no table at 0x5000>")
        self.assertEqual(self.shown(1 << 20, 3 << 28, 30, bytes(8)), "[… 1048576 more]")
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        self.assertLess(peak, 1 << 22)


class Trouble(unittest.TestCase):
    def test_strings_that_are_not_yet_set(self):
        def shown(name, data):
            return values.Reader(Types(), lambda address, size: None, lambda a: None).show(
                typetext.parse(name), data).line()
        data = struct.pack("<QQB", 0xffff_ffff_ffff, 0, 1)
        self.assertEqual(shown("Swift.StaticString", data), '"\\u{10ffff}"')
        self.assertEqual(shown("Swift.Unicode.Scalar", b"\xff" * 4), '"\\u{10ffff}"')

    def test_says_why(self):
        self.assertIn(values.trouble(MemoryError()), "MemoryError")
        self.assertEqual(values.trouble(ValueError("no")), "no")
        self.assertTrue(issubclass(struct.error, values.TROUBLE))


if __name__ == "__main__":
    unittest.main()
