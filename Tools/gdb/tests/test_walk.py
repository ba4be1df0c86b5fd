"""Values in memory part by part, and memory that holds no values."""

import struct
import unittest

import memories

from swiftlet import layout, walk
from swiftlet.typetext import Type


class Walks(unittest.TestCase):
    def setUp(self):
        self.memory, self.types = memories.Memory(), memories.Types()
        self.types.struct("Port", rawValue="Swift.UInt16")
        self.types.object("Socket", port="Port", count="Swift.Int", next="Socket?")
        self.types.struct("Table", flag="Swift.Bool", sockets="[Socket?]")
        self.space = walk.Space(self.types, self.memory.read)

    def table(self, *sockets):
        places = b"".join(struct.pack("<Q", word) for word in sockets)
        self.memory.array(0x8000, places, len(sockets))
        self.memory.put(0x7000, 1, 0x8000)
        return self.space.value(Type("Table"), 0x7000)

    def test_goes_through_objects_arrays_and_optionals(self):
        self.memory.put(0x9000, 0, 0, 53, (1 << 64) - 2, 0)
        found = [entry.some() for entry in self.table(0, 0x9000).part("sockets").elements(2)]
        self.assertIsNone(found[0])
        self.assertEqual(found[1].part("port").number(), 53)
        self.assertEqual(found[1].part("count").number(signed=True), -2)
        self.assertIsNone(found[1].part("next").some())

    def test_refuses_arrays_that_are_too_long(self):
        with self.assertRaises(walk.Damaged):
            self.table(0, 0, 0).part("sockets").elements(2)
        found = self.table().part("sockets")
        self.memory.put(0x8000, 0, 0, (1 << 64) - 1, 6)
        with self.assertRaises(walk.Damaged):
            found.count(1 << 40)
        # There is room for three.
        self.memory.put(0x8000, 0, 0, 4, 6)
        with self.assertRaises(walk.Damaged):
            found.count(1 << 40)

    def test_refuses_places_where_no_memory_is(self):
        found = self.table(0x5000).part("sockets").elements(1)[0].some()
        with self.assertRaises(walk.Damaged):
            found.part("count").number()
        with self.assertRaises(walk.Damaged):
            self.space.object(Type("Socket"), 0)

    def test_names_what_a_type_lacks(self):
        with self.assertRaisesRegex(layout.Unknown, "Table has no ports"):
            self.table().part("ports")


if __name__ == "__main__":
    unittest.main()
