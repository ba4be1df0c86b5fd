"""Results that are kept, and the pages made of them."""

import pathlib
import sys
import tempfile
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import building  # noqa: E402
import comparison  # noqa: E402
import journal  # noqa: E402
import pages  # noqa: E402
import peers  # noqa: E402
import results  # noqa: E402
import table  # noqa: E402

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
            self.assertEqual(len(seen), 3)


class PagesTests(unittest.TestCase):
    PAGE = "before\n<!-- bench zones -->\nold\n<!-- bench end -->\nafter\n"

    def keep_results_in(self, folder):
        """Has the bench and the pages keep their results in a folder."""
        for module, name in ((journal, "measured"), (results, "pages")):
            self.addCleanup(setattr, module, "FOLDER", module.FOLDER)
            module.FOLDER = pathlib.Path(folder) / name

    def replaced(self, lines):
        return pages._BLOCK.sub(
            lambda found: pages._replaced(found, {"zones": lambda: lines}, "page", lambda _: None),
            self.PAGE)

    def test_replaces_what_is_between_the_marks(self):
        self.assertEqual(
            self.replaced(["new", "lines"]),
            "before\n<!-- bench zones -->\nnew\nlines\n<!-- bench end -->\nafter\n")

    def test_leaves_what_was_not_measured(self):
        self.assertEqual(self.replaced(None), self.PAGE)

    def test_refuses_names_that_it_does_not_know(self):
        self.PAGE = "<!-- bench zone -->\n<!-- bench end -->"
        self.assertRaises(building.Failure, self.replaced, ["new"])

    def test_sums_up_the_comparison_over_its_turns(self):
        with tempfile.TemporaryDirectory() as folder:
            self.keep_results_in(folder)
            book = journal.Journal("peers", "one", MACHINE, 3, lambda _: None)
            for name, size in (("image/swiftlet", 1e6), ("image/small", 4e6)):
                book.step(name, lambda: {"image": size})
            for turn, latency in enumerate((1.0, 3.0, 2.0)):
                book.step(f"ping/{turn}/swiftlet", lambda: {"ping": latency})
            book.finish()
            results.keep()
            rows = "\n".join(pages._comparison())
            beside = pages._unikraft()
        self.assertIn("2 (1 to 3)", rows)
        # A median of 2 ms where the best of Unikraft's is 0.20.
        self.assertIn("| ping round trip, median, ms | 2 | 0.2 | 0.1 behind |", beside)

    def test_says_what_others_used_and_marks_what_they_disturbed(self):
        with tempfile.TemporaryDirectory() as folder:
            self.keep_results_in(folder)
            book = journal.Journal("peers", "one", MACHINE, 3, lambda _: None)
            book.step("image/swiftlet", lambda: {"image": 1000, "others": 90})
            for turn, others in enumerate((1, 3, 50)):
                book.step(f"ping/{turn}/swiftlet", lambda: {"boot.ping": 60 + turn, "others": others})
                book.step(f"ping/{turn}/small", lambda: {"boot.ping": 600, "others": 2})
            book.finish()
            results.keep()
            lines = pages._comparison()
        self.assertIn("| image, with its files, kB | 1,000 |", "\n".join(lines))
        self.assertIn("| start to first ping answer, ms | 61 (60 to 62) † | 600 | 9.84 |", "\n".join(lines))
        self.assertIn("Others used 2 % (1 to 90) of the processors meanwhile; † marks", lines[-1])

    def test_says_so_where_nobody_noted_what_others_used(self):
        found = comparison.Comparison(pages.GUESTS)
        found.take(pages.GUESTS[0], {"boot.ping": 60})
        self.assertIn("was not noted", found.table()[-1])

    def test_marks_points_of_growth_that_others_disturbed(self):
        with tempfile.TemporaryDirectory() as folder:
            self.keep_results_in(folder)
            book = journal.Journal("sizes", "one", MACHINE, 3, lambda _: None)
            book.step("64/swiftlet/0", lambda: {"rate": 9, "cpu": 3, "others": 40})
            book.step("64/small/0", lambda: {"rate": 3, "cpu": 9, "others": 4})
            book.step("64/swiftlet/count", lambda: {"instructions": 70})
            book.finish()
            results.keep()
            lines = pages._growth("sizes")
        self.assertIn("| 64 | 9 † | 3 | 3 | 3 † | 9 | 3 | 70 |  |  |", lines)
        self.assertIn("Others used 22 %", lines[-1])

    def test_sets_ours_beside_the_best_of_unikraft(self):
        found = comparison.Comparison(pages.GUESTS)
        found.add(pages.GUESTS[0], "dns.100", 89_400)
        found.add(pages.GUESTS[0], "boot.dns", 61)
        found.add(pages.GUESTS[0], "bulk.in", 700)
        self.assertEqual(found.against_unikraft({"idle.instructions": 0})[2:], [
            "| start to first DNS answer, ms | 61 | 61 | 1 |",
            "| DNS queries, 100 outstanding, /s | 89,400 | 44,700 | 2 |",
            "| instructions when idle, /s | 0 | 7,100 | none at all |"])

    def test_pages_have_only_blocks_that_there_are(self):
        known = pages.makers()
        for page in pages.PAGES:
            text = (building.ROOT / page).read_text()
            self.assertEqual(text.count("<!-- bench end -->"), len(pages._BLOCK.findall(text)))
            for _, name, _ in pages._BLOCK.findall(text):
                self.assertIn(name, known)

    def test_keeps_figures_that_were_not_measured_again(self):
        with tempfile.TemporaryDirectory() as folder:
            self.keep_results_in(folder)
            journal.save(results.FOLDER / "figures.json", {"figures": {"a": 1, "b": 2}})
            journal.save(journal.FOLDER / "figures.json", {"figures": {"b": 3}})
            self.assertEqual(len(results.keep()), 1)
            self.assertEqual(results.keep(), [])
            self.assertEqual(results.load("figures"), {"figures": {"a": 1, "b": 3}})

    def test_keeps_rows_that_were_not_measured_again_with_their_commit(self):
        with tempfile.TemporaryDirectory() as folder:
            self.keep_results_in(folder)
            for commit, day, steps in (
                    ("one", "2026-01-01", {"ping/0/swiftlet": {"boot.ping": 50},
                                           "answer/0/swiftlet": {"boot.dns": 60}}),
                    ("two", "2026-02-02", {"ping/0/swiftlet": {"boot.ping": 55},
                                           "answer/0/swiftlet": {"failure": "no answer"}})):
                book = journal.Journal("peers", commit, {"commit": commit, "date": day}, 2, str)
                for name, values in steps.items():
                    book.step(name, lambda: values)
                book.finish()
                book.unfinished.unlink(missing_ok=True)
                results.keep()
            lines = pages._comparison()
        self.assertIn("| start to first ping answer, ms | 55 |", lines[2])
        self.assertIn("| start to first DNS answer, ms | 60 |", lines[3])
        self.assertIn("not measured: answer/0/swiftlet: no answer", lines)
        self.assertEqual(
            lines[-1], "Of commit two (2026-02-02), but of one (2026-01-01): start to first DNS answer.")

    def test_pages_say_what_the_results_beside_them_say(self):
        makers, compared = pages.makers(), 0
        for page in pages.PAGES:
            for found in pages._BLOCK.finditer((building.ROOT / page).read_text()):
                lines = makers[found[2]]()
                self.assertTrue(lines, f"{found[2]} in {page} has no results in docs/results")
                self.assertEqual(found[0].splitlines()[1:-1], lines, f"{found[2]} in {page}")
                compared += 1
        self.assertGreaterEqual(compared, 11)


class TableTests(unittest.TestCase):
    def test_shows_misses_in_bold_and_what_is_missing_as_a_dash(self):
        figures = {"boot.dns": {"median": 70.04, "verdict": "over, informs"},
                   "size.dns": {"median": 130824, "verdict": "ok"}}
        rows = [table.Line("start", "{boot.dns:1} ms", "{boot.dns} ms"),
                table.Line("size", "{size.dns:k1} kB; {size.hello}", "{size.dns}", "more"),
                table.Line("ping", "{boot.ping} ms")]
        self.assertEqual(table.lines(rows, figures)[2:], [
            "| start | **70.0** ms | 60 ms |  |",
            "| size | 130.8 kB; – | 158,000 | more |"])

    def test_all_rows_name_figures_that_there_are(self):
        for row in table.BUDGETED + table.HARNESS:
            for text in (row.measured, row.target):
                for found in table._FIGURE.finditer(text):
                    self.assertIn(found[1], table.BUDGETS)
        for row in table.BUDGETED + table.HARNESS:
            for found in table._FIGURE.finditer(row.target):
                self.assertIsNotNone(table.BUDGETS[found[1]].target, found[1])


if __name__ == "__main__":
    unittest.main()
