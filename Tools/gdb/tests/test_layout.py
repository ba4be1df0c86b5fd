"""Layouts by the compiler's rules: sizes and patterns that MemoryLayout and a debugger have shown."""

import os
import struct
import sys
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from swiftlet import layout, places, typetext, values  # noqa: E402
from swiftlet.typetext import Type  # noqa: E402


def leaf(name):
    return layout.leaf(Type(name))


def optional(payload):
    return layout.Enum(Type("Swift.Optional"), [("none", None), ("some", payload)])


class TypeText(unittest.TestCase):
    def test_reads_sugar_and_arguments(self):
        found = typetext.parse("Swift.Dictionary<Swift.String, [Net.Slot?]>")
        self.assertEqual(
            found.key(),
            "Swift.Dictionary<Swift.String,Swift.Array<Swift.Optional<Net.Slot>>>")
        self.assertEqual(str(found), "Dictionary<String, [Slot?]>")

    def test_reads_private_names_functions_and_tuples(self):
        self.assertEqual(str(typetext.parse("Kernel.Time.(PIT in _3F3E)?")), "Time.PIT?")
        self.assertEqual(typetext.parse("((A.B, Swift.Int) -> ())?").arguments[0].name, "->")
        self.assertEqual(typetext.parse("@convention(c) (Swift.Int) -> ()").name, "C ->")
        self.assertEqual(typetext.parse("(Swift.Int, third: Swift.Bool)").labels, ("", "third"))

    def test_keeps_what_it_does_not_understand(self):
        for text in ("<", "A<", "(a", "B #1 in C", ""):
            self.assertEqual(typetext.parse(text).arguments, (), text)


class Layouts(unittest.TestCase):
    def test_aligns_fields(self):
        found = layout.Composite(Type("Point"), [
            ("x", leaf("Swift.Int32")), ("y", leaf("Swift.Int64")), ("f", leaf("Swift.Double"))])
        self.assertEqual([at for _, _, at in found.fields], [0, 8, 16])
        self.assertEqual((found.size, found.stride, found.alignment), (24, 24, 8))

    def test_optionals_use_patterns_or_a_tag(self):
        number = optional(leaf("Swift.Int"))
        self.assertEqual((number.size, optional(number).size), (9, 10))
        self.assertEqual(number.decode(struct.pack("<qB", 5, 0))[0], "some")
        self.assertEqual(number.decode(struct.pack("<qB", 0, 1))[0], "none")
        text = optional(leaf("Swift.String"))
        self.assertEqual(text.size, 16)
        self.assertEqual(text.decode(bytes(16))[0], "none")
        truth = optional(leaf("Swift.Bool"))
        self.assertEqual([truth.decode(bytes([b]))[0] for b in (0, 1, 2)], ["some", "some", "none"])

    def test_what_waits_is_a_pointer(self):
        self.assertEqual(optional(leaf("Builtin.RawUnsafeContinuation")).size, 8)

    def test_payloads_share_spare_bits(self):
        cases = [("node", layout.reference(Type("Base"))), ("leaf", layout.reference(Type("Base"))),
                 ("end", None), ("unknown", None)]
        found = layout.Enum(Type("Link"), cases)
        self.assertEqual(found.size, 8)
        for word, name in ((0xa000, "node"), (0x4000_0000_0000_b000, "leaf"),
                           (0x8000_0000_0000_0000, "end")):
            decoded = found.decode(struct.pack("<Q", word))
            self.assertEqual(decoded[0], name)
        self.assertEqual(found.decode(struct.pack("<Q", 0x4000_0000_0000_b000))[2],
                         struct.pack("<Q", 0xb000))

    def test_payloads_without_spare_bits_take_a_byte(self):
        found = layout.Enum(Type("Two"), [
            ("a", leaf("Swift.Int")), ("b", leaf("Swift.UInt8")), ("c", None)])
        self.assertEqual(found.size, 9)
        self.assertEqual(found.decode(struct.pack("<qB", 7, 1))[0], "b")
        self.assertEqual(found.decode(struct.pack("<qB", 0, 2))[0], "c")


class Places(unittest.TestCase):
    class Frame:
        def register(self, number):
            return {6: 0x1000, 8: 0x5000_0000_2a}[number]

        def memory(self, address, size):
            return address.to_bytes(8, "little")[:size]

        def register_bytes(self, number, size):
            return self.register(number).to_bytes(8, "little")[:size]

        def entry_register(self, number):
            raise places.Gone

    def pieces(self, *code):
        evaluation = places.Evaluation(None, 0, self.Frame())
        return [p.bytes(p.size or 8, self.Frame()) for p in evaluation.pieces(bytes(code))]

    def test_reads_registers_memory_and_pieces(self):
        self.assertEqual(self.pieces(0x58), [struct.pack("<Q", 0x5000_0000_2a)])
        self.assertEqual(self.pieces(0x76, 0x70), [struct.pack("<Q", 0xff0)])
        self.assertEqual(self.pieces(0x58, 0x93, 4, 0x93, 2), [b"\x2a\0\0\0", None])

    def test_a_lost_piece_leaves_the_others(self):
        lost = (0xa3, 1, 0x5e, 0x23, 8, 0x93, 8)
        self.assertEqual(self.pieces(*lost, 0x58, 0x93, 1), [None, b"\x2a"])


class Values(unittest.TestCase):
    def shown(self, name, data, memory=lambda address, size: None):
        class Types:
            def layout(self, type):
                return layout.leaf(type)
        return values.Reader(Types(), memory, lambda a: None).show(typetext.parse(name), data).line()

    def test_strings(self):
        self.assertEqual(self.shown("Swift.String", b"gdb" + bytes(12) + b"\xe3"), '"gdb"')
        memory = lambda address, size: b"0123456789abcdefg"[:size] if address == 0x2020 else None  # noqa: E731
        long = struct.pack("<QQ", 17, 0x8000_0000_0000_2000)
        self.assertEqual(self.shown("Swift.String", long, memory), '"0123456789abcdefg"')
        self.assertEqual(self.shown("Swift.String", long), "<no string>")

    def test_numbers(self):
        self.assertEqual(self.shown("Swift.Int8", b"\xff"), "-1")
        self.assertEqual(self.shown("Swift.UInt8", b"\xff"), "255")
        self.assertEqual(self.shown("Swift.Double", struct.pack("<d", 2.5)), "2.5")

    def test_arrays_that_are_none(self):
        words = struct.pack("<qQ", 1 << 30, 4)
        memory = lambda address, size: words[:size]  # noqa: E731
        self.assertEqual(
            self.shown("[Swift.Int]", struct.pack("<Q", 0x5000), memory), "<no array at 0x5000>")


if __name__ == "__main__":
    unittest.main()
