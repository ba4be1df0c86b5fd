"""Paths into values of which the image does not tell every byte."""

import struct
import sys
import unittest
from unittest import mock

import memories

sys.modules.setdefault("gdb", mock.MagicMock(GdbError=type("GdbError", (Exception,), {})))

from swiftlet import layout, paths, typetext, values


class Types(memories.Types):
    def layout(self, type):
        found = layout.leaf(type)
        return super().layout(type) if found is None else found


class OptimizedOut(unittest.TestCase):
    def setUp(self):
        memory, self.types = memories.Memory(), Types()
        memory.array(0x5000, struct.pack("<3q", 1, -2, 3), 3)
        self.reader = values.Reader(self.types, memory.read, lambda address: None)
        patch = mock.patch.object(paths.context, "memory", memory.read)
        patch.start()
        self.addCleanup(patch.stop)

    def place(self, name, *words, known=None):
        data = struct.pack(f"<{len(words)}Q", *words)
        return paths.Place(typetext.parse(name), data, known)

    def member(self, place, member, index=None):
        return paths._member(self.reader, place, member, index)

    def test_what_is_there_has_a_count_and_elements(self):
        array = self.place("[Swift.Int]", 0x5000)
        self.assertEqual(self.member(array, "count").number(self.reader), 3)
        self.assertEqual(self.member(array, None, "1").number(self.reader), -2)

    def test_what_is_not_has_none(self):
        for known in (bytes(8), b"\1" * 7 + b"\0"):
            array = self.place("[Swift.Int]", 0, known=known)
            for member, index in (("count", None), (None, "0")):
                with self.assertRaisesRegex(paths.gdb.GdbError, "optimized out"):
                    self.member(array, member, index)
