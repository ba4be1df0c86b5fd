"""What is said of a count that is worse than the baseline's, or over its budget."""

import json
import pathlib
import re
import sys
import tempfile
import types
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import baseline  # noqa: E402
import budget  # noqa: E402
import explanation  # noqa: E402
import stacks  # noqa: E402
from parts import curves  # noqa: E402


class ExplanationTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.report = budget.Report(lambda _: None)
        self.report.baseline.commits = dict.fromkeys(baseline.Baseline().figures, "0.9")
        self.report.baseline.figures = {"instructions.1": 100, "size.dns": 1000, "http.64": 100}

    def explained(self, after):
        changes = [
            mock.patch.object(explanation, "FOLDER", self.folder),
            mock.patch.object(explanation, "profile", lambda *_: after),
            mock.patch.object(explanation.counting, "Image", lambda path: path),
            mock.patch.object(explanation.building, "image", lambda service: service),
            mock.patch.object(explanation.building, "SCRATCH", self.folder),
            mock.patch.object(explanation.building, "profiler", lambda: "true")]
        for change in changes:
            change.start()
            self.addCleanup(change.stop)
        return explanation.explain(None, self.report)

    def test_says_nothing_of_what_is_within_the_tolerance(self):
        for key, value in (("instructions.1", 101.9), ("size.dns", 1009), ("http.64", 104)):
            self.report.add(key, value)
        self.assertEqual(self.explained({}), [])
        self.assertFalse(self.report.fails())

    def test_names_both_numbers_and_what_grew(self):
        stacks.write({("main", "answer"): 60, ("main",): 40}, self.folder / "instructions.1.folded")
        self.report.add("instructions.1", 103)
        lines = self.explained({("main", "answer"): 63, ("main",): 40})
        self.assertEqual(lines, [
            "instructions per query, 1 outstanding: 103, and 100 in 0.9 (+3.0 %)",
            "        +3.0  answer",
            f"  differential flame graph: {self.folder}/instructions.1.difference.svg"])
        self.assertTrue(self.report.fails())
        folded = (self.folder / "instructions.1.difference.folded").read_text()
        self.assertIn("main;answer 60000 63000\n", folded)

    def test_gives_numbers_where_no_profile_is_kept(self):
        self.report.add("size.dns", 1011)
        self.assertEqual(
            self.explained({}), ["dns image, stripped: 1,011, and 1,000 in 0.9 (+1.1 %)"])

    def test_explains_what_is_over_its_budget_but_within_the_tolerance(self):
        self.report.baseline.figures = {"instructions.1": 5990}
        stacks.write({("main",): 5990}, self.folder / "instructions.1.folded")
        self.report.add("instructions.1", 6010)
        lines = self.explained({("main",): 6010})
        self.assertEqual(lines[:2], [
            "instructions per query, 1 outstanding: 6,010, over its budget of 6,000, and 5,990 in 0.9 "
            "(+0.3 %)",
            "       +20.0  main"])
        self.assertTrue(self.report.fails())

    def test_gives_the_budget_where_nothing_was_before(self):
        self.report.add("idle.timer", 0)
        self.report.add("idle.timer", 3)
        self.assertEqual(self.explained({}), ["timer interrupts while idle: 3, over its budget of 0"])

    def test_names_the_modules_by_which_an_image_grew(self):
        (self.folder / "size.dns.json").write_text('{"Net": 500, "Kernel": 300, "DNS": 100}')
        self.report.add("size.dns", 1040)
        with mock.patch.object(explanation.linkmap, "by_module", lambda service: {
                "Net": {"code": 530, "data": 20}, "Kernel": {"code": 300}, "New": {"code": 90}}):
            lines = self.explained({})
        self.assertEqual(lines, [
            "dns image, stripped: 1,040, and 1,000 in 0.9 (+4.0 %)",
            "      -100.0  DNS", "       +90.0  New", "       +50.0  Net"])


class PictureTests(unittest.TestCase):
    PROFILER = explanation.building.ROOT / ".build/debug/profiler"

    @unittest.skipUnless(PROFILER.exists(), "the profiler is not built")
    def test_shows_in_the_deepest_red_what_grew_most(self):
        before = {("main", "same"): 50, ("main", "grown"): 5, ("main", "less"): 20}
        after = {("main", "same"): 50, ("main", "grown"): 9, ("main", "less"): 18}
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(
                explanation.building, "profiler", lambda: self.PROFILER):
            path = pathlib.Path(folder) / "difference.svg"
            stacks.draw_difference(before, after, path)
            picture = path.read_text()
        self.assertIn("red: a larger share than before", picture)
        # Of red as much as of anything else is white; the less green, the deeper the red.
        frames = re.findall(r'<title>(\w+) \(.*?</title><rect [^>]*fill="#(..)(..)(..)"', picture)
        colours = {name: [int(part, 16) for part in parts] for name, *parts in frames}
        redness = {name: red - green for name, (red, green, _) in colours.items()}
        self.assertEqual(max(redness, key=redness.get), "grown")
        self.assertGreater(colours["less"][2], colours["less"][0])


class BaselineTests(unittest.TestCase):
    def test_has_each_figure_that_is_compared_with_it(self):
        known = baseline.Baseline()
        missing = [key for key, kind in budget.BUDGETS.items()
                   if kind.counts and known.value(key) is None]
        self.assertEqual(missing, [])

    def test_names_the_commit_of_each(self):
        known = baseline.Baseline()
        self.assertEqual({*known.commits}, {*known.figures})
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(
                baseline, "PATH", pathlib.Path(folder) / "baseline.json"):
            baseline.Baseline.write("one", {"size.dns": 100, "tcp.1": 7})
            baseline.Baseline.write("two", {"tcp.1": 8})
            known = baseline.Baseline()
        self.assertEqual(known.figures, {"size.dns": 100, "tcp.1": 8})
        self.assertEqual([known.commit(x) for x in ("size.dns", "tcp.1")], ["one", "two"])

    def test_a_report_names_it_beside_each_figure(self):
        report = budget.Report(lambda _: None)
        report.baseline.figures = {"size.dns": 100}
        report.baseline.commits = {"size.dns": "one"}
        report.add("size.dns", 100)
        self.assertIn("| 100 bytes (one) |", report.table()[2])

    def test_profiles_that_are_kept_sum_up_to_it(self):
        known = baseline.Baseline()
        for key in explanation.WORK:
            total = sum(stacks.read(explanation.FOLDER / f"{key}.folded").values())
            self.assertGreater(total, 0, key)
            # Those of single operations are of all that their guests do.
            if not key.startswith("costs."):
                before = known.value(key)
                # Taken each by a run of its own.
                allowed = max(0.05, baseline.tolerance(key))
                self.assertLess(abs(total / before - 1), allowed, f"{key}: {total}, and {before}")

    def test_modules_that_are_kept_sum_up_to_it(self):
        known = baseline.Baseline()
        for key in explanation.SIZES:
            total = sum(json.loads((explanation.FOLDER / f"{key}.json").read_text()).values())
            # Headers and padding are of no module.
            self.assertLess(abs(total / known.value(key) - 1), 0.1, key)


class CurveTests(unittest.TestCase):
    def test_each_point_is_judged_and_can_be_explained(self):
        known = baseline.Baseline()
        for key in curves.POINTS:
            self.assertTrue(budget.BUDGETS[key].counts, key)
            self.assertIsNotNone(known.value(key), key)
            self.assertTrue(stacks.read(explanation.FOLDER / f"{key}.folded"), key)
            self.assertIn(key, explanation.WORK)

    def test_each_is_the_median_of_three(self):
        measured = []

        class Guest:
            def __init__(self, *_):
                measured.append(None)

            def __enter__(self):
                return self

            def __exit__(self, *_):
                pass
        counted = iter(range(1000))
        report = budget.Report(lambda _: None)
        points = {"curve.zone.1": (1, curves.REAL, lambda *_: ([0], [next(counted)], 1)),
                  "curve.timers.1": (1, curves.COUNTED, lambda *_: ([0], [next(counted)], 1))}
        bench = types.SimpleNamespace(report=report, plugin="")
        with mock.patch.multiple(
                curves, POINTS=points, ready=lambda _: None, guest=lambda *_: Guest()), \
                mock.patch.object(curves.growth, "own_image", lambda: ""), \
                mock.patch.object(curves.counting, "InstructionCounter", lambda _: mock.MagicMock()):
            curves.measure(bench)
        self.assertEqual({key: len(figure.values) for key, figure in report.figures.items()},
                         {"curve.zone.1": 3, "curve.timers.1": 3})


class ToleranceTests(unittest.TestCase):
    def test_is_strictest_for_sizes_and_widest_where_many_ask_at_once(self):
        keys = {
            "size.dns": 0.01, "sampler.size": 0.01, "sampler.sample": 0.02, "costs.timer": 0.02,
            "instructions.1": 0.02, "instructions.100": 0.05,
            "tcp.64": 0.05, "curve.timers.1000": 0.02, "curve.zone.100000": 0.1,
            "curve.bytes.64": 0.1}
        self.assertEqual({key: baseline.tolerance(key) for key in keys}, keys)


if __name__ == "__main__":
    unittest.main()
