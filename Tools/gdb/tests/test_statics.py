"""Variables by name, wherever the linker and the optimiser have put them, and types without parts."""

import struct
import unittest

import memories

from swiftlet import names, statics, swifttypes, walk
from swiftlet.dwarf import At, Tag
from swiftlet.typetext import Type


class Entries:
    """Debug information with a few entries, all of one unit and below no other."""

    def __init__(self, *entries):
        self.entries = {8 * (i + 1): (tag, 0, 0, own) for i, (tag, own) in enumerate(entries)}
        self.children = {}

    def tag(self, offset):
        return self.entries[offset][0]

    def own(self, offset, attribute, default=None):
        return self.entries[offset][3].get(attribute, default)

    get = own

    def address(self, unit, index):
        return {0: 0, 1: 0x5000, 2: 0x6000}[index]


PAIR = "$e6Kernel4PairVD"


def variable(name, place):
    return Tag.VARIABLE, {At.LINKAGE: name, At.LOCATION: place, At.TYPE: 8}


class StaticsTests(unittest.TestCase):
    def setUp(self):
        if names.full(PAIR) == PAIR:
            self.skipTest("there is no toolchain that knows names")

    def statics(self, *variables):
        self.memory, types = memories.Memory(), memories.Types()
        types.struct("Kernel.Pair", first="Swift.UInt64", second="Swift.UInt64")
        types.entries = Entries((Tag.STRUCTURE, {At.LINKAGE: PAIR}), *variables)
        types.of = lambda offset: Type("Kernel.Pair")
        self.memory.put(0x5000, 1, 2)
        self.memory.put(0x6000, 3)
        return statics.Statics(walk.Space(types, self.memory.read))

    def test_names(self):
        self.assertEqual(
            statics.plain("static Kernel.TCPStart.(running in _A0F8) : Swift.Unmanaged<Kernel.TCPDriver>?"),
            "Kernel.TCPStart.running")
        self.assertEqual(statics.plain("Kernel.timers : Core.TimerQueue<Kernel.Waiter>"), "Kernel.timers")

    def test_a_variable_in_one_piece(self):
        found = self.statics(variable("$e6Kernel4jobsAA4PairVvp", bytes([0xa1, 1]))).find("Kernel.jobs")
        self.assertEqual((found.address, found.part("second").number()), (0x5000, 2))

    def test_a_variable_that_the_optimiser_has_cut(self):
        place = bytes([0xa1, 1, 0x93, 8, 0xa1, 2, 0x93, 8])
        found = self.statics(variable("$e6Kernel4jobsAA4PairVvp", place)).find("Kernel.jobs")
        self.assertEqual([found.part(n).number() for n in ("first", "second")], [1, 3])
        place = bytes([0x93, 8, 0xa1, 2, 0x93, 8])
        found = self.statics(variable("$e6Kernel4jobsAA4PairVvp", place)).find("Kernel.jobs")
        self.assertEqual(found.part("second").number(), 3)

    def test_a_variable_that_the_linker_has_left_out(self):
        found = self.statics(variable("$e6Kernel4jobsAA4PairVvp", bytes([0xa1, 0])))
        self.assertIsNone(found.find("Kernel.jobs"))
        self.assertIsNone(found.find("Kernel.timers"))
        self.assertIsNone(self.statics().find("Kernel.jobs"))

    def test_a_variable_where_no_memory_is(self):
        place = bytes([0xa1, 1, 0x93, 8, 0x03]) + struct.pack("<Q", 0x9000) + bytes([0x93, 8])
        with self.assertRaises(walk.Damaged):
            self.statics(variable("$e6Kernel4jobsAA4PairVvp", place)).find("Kernel.jobs")

    def test_a_protocol_of_which_only_the_size_is_told(self):
        types = swifttypes.Types(Entries(
            (Tag.STRUCTURE, {At.LINKAGE: "$e3Net7TCPUser_pD", At.NAME: "TCPUser", At.SIZE: 16})))
        self.assertEqual(types.layout(Type("Net.TCPUser")).size, 16)
        self.assertEqual(types.layout(Type("Swift.Optional", [Type("Net.TCPUser")])).size, 16)


if __name__ == "__main__":
    unittest.main()
