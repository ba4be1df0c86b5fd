"""Results that are kept, and the pages made of them."""

import pathlib
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import building  # noqa: E402
import comparison  # noqa: E402
import journal  # noqa: E402
import pages  # noqa: E402
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


class PagesTests(unittest.TestCase):
    PAGE = "before\n<!-- bench zones -->\nold\n<!-- bench end -->\nafter\n"

    def keep_results_in(self, folder):
        """Has the bench and the pages keep their results in a folder."""
        for module, name in ((journal, "FOLDER"), (pages, "RESULTS")):
            self.addCleanup(setattr, module, name, getattr(module, name))
            setattr(module, name, pathlib.Path(folder))

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
            rows = "\n".join(pages._comparison())
            beside = pages._unikraft()
        self.assertIn("2 (1 to 3)", rows)
        # A median of 2 ms where the best of Unikraft's is 0.20.
        self.assertIn("| ping round trip, median, ms | 2 | 0.2 | 0.1 behind |", beside)

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
        with tempfile.TemporaryDirectory(dir=building.ROOT / "docs") as folder:
            self.keep_results_in(folder)
            journal.save(pages.RESULTS / "figures.json", {"figures": {"a": 1, "b": 2}})
            with tempfile.TemporaryDirectory() as fresh:
                journal.FOLDER = pathlib.Path(fresh)
                journal.save(journal.FOLDER / "figures.json", {"figures": {"b": 3}})
                self.assertEqual(len(pages._keep_results()), 1)
                self.assertEqual(pages._keep_results(), [])
            self.assertEqual(pages._kept("figures"), {"figures": {"a": 1, "b": 3}})

    def test_pages_say_what_the_results_beside_them_say(self):
        makers = pages.makers()
        for page in pages.PAGES:
            for found in pages._BLOCK.finditer((building.ROOT / page).read_text()):
                if lines := makers[found[2]]():
                    self.assertEqual(found[0].splitlines()[1:-1], lines, f"{found[2]} in {page}")


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
