"""What the plugin counted, as stacks."""

import array
import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import building  # noqa: E402
import counting  # noqa: E402
import stacks  # noqa: E402


class FakeImage:
    """Functions a, b and c of 16 bytes each, from address 16 on."""
    functions = [(16, "a"), (32, "b"), (48, "c")]

    def address(self, name):
        return {"image_start": 16, "text_end": 64}[name]


class StacksTests(unittest.TestCase):
    def setUp(self):
        # Without a plugin: what it would write is made up.
        self.counter = object.__new__(stacks.StackCounter)
        self.counter.image = FakeImage()
        self.counter.starts = [16, 32, 48]
        size = 2 + 2 * stacks._NODES + 3 * stacks._BLOCKS
        self.before, self.after = array.array("Q", bytes(8 * size)), array.array("Q", bytes(8 * size))

    def node(self, number, parent, site):
        self.after[2 + 2 * number] = parent
        self.after[3 + 2 * number] = site

    def block(self, place, node, address, before, after):
        start = 2 + 2 * stacks._NODES + 3 * place
        for words, count in ((self.before, before), (self.after, after)):
            words[start:start + 3] = array.array("Q", (node, address, count))

    def test_follows_calls_and_interrupts_from_the_root(self):
        self.node(1, 0, 20)
        self.node(2, 1, 40)
        self.node(3, 2, 1)
        self.block(0, 0, 16, 0, 10)
        self.block(7, 2, 50, 100, 130)
        self.block(9, 3, 8, 0, 20)
        self.block(11, 1, 36, 5, 5)
        self.assertEqual(self.counter.stacks(self.before, self.after, 10), {
            ("a",): 1, ("a", "b", "c"): 3, ("a", "b", "[interrupt]", counting.OUTSIDE): 2})

    def test_says_when_there_was_no_room(self):
        self.after[1] = 1
        self.assertRaises(
            building.Failure, self.counter.stacks, self.before, self.after, 1)

    def test_files_hold_what_was_written(self):
        found = {("a", "b c(_:)"): 12.5, ("a",): 0.051}
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "x.folded"
            stacks.write(found, path)
            self.assertEqual(stacks.read(path), found)
            self.assertEqual(stacks.read(path.with_name("none")), {})


if __name__ == "__main__":
    unittest.main()
