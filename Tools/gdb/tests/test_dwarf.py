"""Debug information of both versions, byte by byte."""

import os
import struct
import sys
import unittest
from unittest import mock

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from swiftlet import dwarf  # noqa: E402
from swiftlet.dwarf import At, Tag  # noqa: E402

UNIT, PLAIN, LISTED, FUNCTION = 1, 2, 3, 4
ABBREVIATIONS = bytes([
    UNIT, 0x11, 1, 0x11, 0x01, 0, 0,
    PLAIN, 0x34, 0, 0x03, 0x08, 0x02, 0x18, 0x49, 0x13, 0, 0,
    LISTED, 0x34, 0, 0x03, 0x08, 0x02, 0x17, 0, 0,
    FUNCTION, 0x2e, 0, 0x03, 0x08, 0x55, 0x17, 0, 0,
    0])


def entries(version, sections):
    """A unit with a variable, one with a list of places, and a function with a list of ranges."""
    body = bytes([UNIT]) + struct.pack("<Q", 0x1000)
    body += bytes([PLAIN]) + b"one\0" + bytes([2, 0xa1, 7]) + struct.pack("<I", 5)
    body += bytes([LISTED]) + b"two\0" + struct.pack("<I", 0)
    body += bytes([FUNCTION]) + b"f\0" + struct.pack("<I", 0) + b"\0"
    head = struct.pack("<HIB", 4, 0, 8) if version == 4 else struct.pack("<HBBI", 5, 1, 8, 0)
    unit = struct.pack("<I", len(head + body)) + head + body
    known = {".debug_info": unit + unit, ".debug_abbrev": ABBREVIATIONS, **sections}
    file = mock.Mock(build_id=lambda: None, section=lambda name: known.get(name, b""))
    with mock.patch("swiftlet.elf.File", return_value=file):
        return dwarf.Entries("image"), len(unit)


class DwarfTests(unittest.TestCase):
    LISTS = {
        4: {".debug_loc": struct.pack("<QQH", 0, 0x10, 1) + b"\x50" + struct.pack(
                "<QQ", (1 << 64) - 1, 0x2000) + struct.pack("<QQH", 0, 0x10, 1) + b"\x51" + bytes(16),
            ".debug_ranges": struct.pack("<QQ", 0x10, 0x20) + bytes(16)},
        5: {".debug_loclists": bytes([4, 0, 0x10, 1, 0x50, 6]) + struct.pack("<Q", 0x2000) + bytes(
                [4, 0, 0x10, 1, 0x51, 0]),
            ".debug_rnglists": bytes([4, 0x10, 0x20, 0])}}

    def test_reads_units_of_both_versions(self):
        for version, sections in self.LISTS.items():
            with self.subTest(version=version):
                found, size = entries(version, sections)
                names = [e[3].get(At.NAME) for e in found.entries.values()]
                self.assertEqual(names, [None, "one", "two", "f"] * 2)
                variable = next(o for o, e in found.entries.items() if o > size and e[0] == Tag.VARIABLE)
                self.assertEqual(found.own(variable, At.LOCATION), b"\xa1\x07")
                # References count from where their unit begins.
                self.assertEqual(found.own(variable, At.TYPE), size + 5)
                self.assertEqual(found.start(1), size)

    def test_lists_of_both_versions(self):
        for version, sections in self.LISTS.items():
            with self.subTest(version=version):
                found, _ = entries(version, sections)
                at = {e[3].get(At.NAME): o for o, e in found.entries.items()}
                places = [found.place(at["two"], pc) for pc in (0x1000, 0x100f, 0x1010, 0x2000, 0x2010)]
                self.assertEqual(places, [b"\x50", b"\x50", None, b"\x51", None])
                self.assertEqual(found.ranges(at["f"]), [(0x1010, 0x1020)])


if __name__ == "__main__":
    unittest.main()
