"""Tables of several figures a row."""

import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import table  # noqa: E402


class TableTests(unittest.TestCase):
    def test_shows_misses_in_bold_and_what_is_missing_as_a_dash(self):
        figures = {"boot.dns": {"median": 70.04, "values": [70.04]},
                   "size.dns": {"median": 130824, "values": [130824]},
                   "size.hello": {"median": None, "values": []}, "http.spread.16": {"median": None}}
        rows = [table.Line("start", "{boot.dns:1} ms", "{boot.dns} ms"),
                table.Line("size", "{size.dns:k1} kB; {size.hello}", "{size.dns}", "more"),
                table.Line("spread", "{http.spread.16} %"),
                table.Line("ping", "{boot.ping} ms")]
        self.assertEqual(table.lines(rows, figures)[2:], [
            "| start | **70.0** ms | 60 ms |  |",
            "| size | 130.8 kB; – | 158,000 | more |"])

    def test_what_failed_was_not_measured(self):
        failed = {"median": 70, "values": [70], "failure": "only 1 of 5 runs"}
        rows = [table.Line("start", "{boot.dns:1} ms; {size.dns}"), table.Line("ping", "{boot.ping}")]
        figures = {"boot.dns": failed, "boot.ping": failed, "size.dns": {"median": 5, "failure": None}}
        self.assertEqual(table.lines(rows, figures)[2:], ["| start | – ms; 5 |  |  |"])

    def test_judges_by_the_targets_of_today_and_not_by_what_was_before(self):
        figures = {"boot.dns": {"median": 70, "values": [70], "verdict": "ok"},
                   "size.dns": {"median": 140_000, "values": [140_000], "verdict": "WORSE by 5.0 %"},
                   "load.lost": {"median": 0, "values": [0, 0, 1], "verdict": "ok"}}
        rows = [table.Line(key, f"{{{key}}}") for key in figures]
        self.assertEqual(table.lines(rows, figures)[2:], [
            "| boot.dns | **70** |  |  |", "| size.dns | 140,000 |  |  |", "| load.lost | **0** |  |  |"])

    def test_shows_the_least_and_the_greatest(self):
        row = table.Line("rate", "{rates.99:1} %{rates.99:0~}", "{rates.99} %")
        for values, shown in (([86.2, 92.7, 103.7], "**92.7** % (86 to 104)"), ([99.5], "99.5 %")):
            figures = {"rates.99": {"median": sorted(values)[len(values) // 2], "values": values}}
            self.assertEqual(table.lines([row], figures)[2:], [f"| rate | {shown} | 99 % |  |"])
        self.assertEqual(table.lines([row], {})[2:], [])
        self.assertEqual(table.keys([row]), ["rates.99"])

    def test_every_target_is_that_of_a_budget(self):
        for row in table.BUDGETED + table.HARNESS:
            self.assertNotRegex(table._FIGURE.sub("", row.target), r"\d", row.title)

    def test_what_is_judged_by_pairs_says_how_sure_that_is(self):
        shown = table.keys(table.BUDGETED)
        for rate in ("99", "1k"):
            self.assertIn(f"sampler.throughput.{rate}", shown)
            self.assertIn(f"sampler.error.{rate}", shown)

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
