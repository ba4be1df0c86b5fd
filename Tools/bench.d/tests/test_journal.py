"""What a long part has measured, and what that depends on."""

import pathlib
import sys
import tempfile
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import building  # noqa: E402
import journal  # noqa: E402
import origin  # noqa: E402
import peers  # noqa: E402

MACHINE = {"commit": "abc"}


class JournalTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        before, journal.FOLDER = journal.FOLDER, pathlib.Path(folder.name)
        self.addCleanup(setattr, journal, "FOLDER", before)
        self.said, self.measured = [], []

    def book(self, identity="one"):
        return journal.Journal("part", identity, MACHINE, 3, self.said.append)

    def measure(self, value):
        self.measured.append(value)
        return {"rate": value}

    def test_goes_on_after_what_is_done(self):
        self.book().step("a", lambda: self.measure(1))
        book = self.book()
        self.assertEqual(book.step("a", lambda: self.measure(2)), {"rate": 1})
        book.step("b", lambda: self.measure(3))
        self.assertEqual(self.measured, [1, 3])
        self.assertIn("going on after 1 of 3 steps", self.said[1])

    def test_begins_anew_for_other_images(self):
        self.book().step("a", lambda: self.measure(1))
        self.assertEqual(self.book("two").step("a", lambda: self.measure(2)), {"rate": 2})

    def test_tries_failures_again(self):
        def fail():
            raise building.Failure("no answer")
        self.assertEqual(self.book().step("a", fail), {"failure": "no answer"})
        self.assertEqual(self.book().step("a", lambda: self.measure(2)), {"rate": 2})

    def test_says_what_failed_and_measures_only_that_again(self):
        def fail():
            raise building.Failure("no answer")
        book = self.book()
        book.step("a", lambda: self.measure(1))
        book.step("b", fail)
        self.assertEqual(book.finish(), ["b"])
        again = self.book()
        again.step("a", lambda: self.measure(2))
        again.step("b", lambda: self.measure(3))
        self.assertEqual(again.finish(), [])
        self.assertEqual(self.measured, [1, 3])
        self.assertEqual(
            [x["values"]["rate"] for x in journal.load(again.path)["steps"].values()], [1, 3])
        self.assertFalse(again.unfinished.exists())

    def test_a_step_fails_alone_whatever_a_client_runs_into(self):
        def fail():
            raise ConnectionResetError("the guest hung up")
        book = self.book()
        self.assertEqual(
            book.step("a", fail), {"failure": "ConnectionResetError: the guest hung up"})
        book.step("b", lambda: self.measure(2))
        self.assertEqual(book.finish(), ["a"])

    def test_begins_anew_on_another_machine(self):
        self.book().step("a", lambda: self.measure(1))
        again = journal.Journal("part", "one", MACHINE | {"kernel": "6.2"}, 3, self.said.append)
        again.step("a", lambda: self.measure(2))
        self.assertEqual(self.measured, [1, 2])

    def test_notes_when_and_beside_which_peers(self):
        book = self.book()
        book.step("a", lambda: self.measure(1))
        self.assertEqual(book.content["peer"], origin.peer())
        self.assertEqual(book.content["packages"], origin.packages())
        self.assertRegex(book.steps["a"]["time"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")

    def test_keeps_the_last_whole_result_meanwhile(self):
        book = self.book()
        book.step("a", lambda: self.measure(1))
        book.finish()
        self.book().step("a", lambda: self.measure(2))
        self.assertEqual(journal.load(book.path)["steps"]["a"]["values"], {"rate": 1})


class IdentityTests(unittest.TestCase):
    def test_names_all_that_figures_depend_on(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(
                building, "firmware", lambda: pathlib.Path(folder) / "firmware.rom"):
            kernels = [pathlib.Path(folder) / name for name in ("ours", "vmlinux")]
            for path in (*kernels, building.firmware()):
                path.write_text("one")
            guests = [peers.Subject(path.name, path.name, (), str(path)) for path in kernels]
            names = {pathlib.Path(path).name for path in peers.ingredients(guests)}
            self.assertLessEqual(
                {"ours", "vmlinux", "firmware.rom", "kernel.config", "init", "server.c", "asker.c",
                 "clients.py", "streams.py", "tsc.py"}, names)
            self.assertFalse({"pages.py", "table.py"} & names)
            seen = set()
            for path in (None, kernels[1], building.firmware()):
                if path:
                    path.write_text("another")
                seen.add(peers.identity([guests], 3))
            with mock.patch.object(origin, "packages", lambda: "others"):
                seen.add(peers.identity([guests], 3))
            self.assertEqual(len(seen), 4)


if __name__ == "__main__":
    unittest.main()
