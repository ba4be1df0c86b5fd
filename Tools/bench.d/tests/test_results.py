"""Results that are kept, and the pages made of them."""

import pathlib
import subprocess
import sys
import tempfile
import types
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import budget  # noqa: E402
import building  # noqa: E402
import comparison  # noqa: E402
import journal  # noqa: E402
import losses  # noqa: E402
import origin  # noqa: E402
import pages  # noqa: E402
import results  # noqa: E402
import table  # noqa: E402

MACHINE = {"commit": "abc"}
PEER = "another one"


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
        self.assertIn("| ping round trip, median, ms | 2 | 0.2 (an average, by `ping -i 0.002`) | 0.1 behind |", beside)

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
        self.assertIn("| what QEMU loads (cut-down Linux: uncompressed), kB | 1,000 |", "\n".join(lines))
        self.assertIn("| start to first ping answer, ms (n = 3) | 61 (60 to 62) † | 600 | 9.84 |", "\n".join(lines))
        self.assertIn("Others used 2 % (1 to 90) of the processors meanwhile; † marks", "\n".join(lines))

    def test_says_how_often_a_start_was_taken(self):
        found = comparison.Comparison(pages.GUESTS)
        for guest, runs in zip(pages.GUESTS, (3, 3)):
            for milliseconds in range(runs):
                found.add(guest, "boot.dns", 60 + milliseconds)
                found.add(guest, "ping", 1)
        found.add(pages.GUESTS[1], "boot.dns", 62)
        lines = "\n".join(found.table())
        self.assertIn("| start to first DNS answer, ms (n = 3 to 4) | 61 (60 to 62) |", lines)
        self.assertIn("| ping round trip, median, ms | 1 |", lines)

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
        self.assertIn("Others used 22 %", "\n".join(lines))

    def test_draws_what_is_not_drawn_yet_however_often_that_failed(self):
        steps = {"64/swiftlet/0": {"rate": 9}, "64/small/0": {"rate": 3}}
        drawn = []

        def run(command, **_):
            drawn.append(command[-1])
            if is_missing:
                return subprocess.CompletedProcess(command, 1, "", "no matplotlib")
            pathlib.Path(command[-1]).write_text("<svg></svg>\n")
            return subprocess.CompletedProcess(command, 0, "", "")
        with tempfile.TemporaryDirectory() as folder, \
                mock.patch.object(building, "ROOT", pathlib.Path(folder)), \
                mock.patch.object(pages, "PAGES", ("page.md",)), \
                mock.patch.object(pages, "subprocess", types.SimpleNamespace(run=run)):
            (pathlib.Path(folder) / "docs").mkdir()
            (pathlib.Path(folder) / "page.md").write_text("<!-- bench sizes -->\n<!-- bench end -->\n")
            self.keep_results_in(folder)
            self.keep_peers("2026-01-01T00:00:00Z", steps, part="sizes")
            is_missing = True
            for _ in range(2):
                # All but the picture is there; it is tried again.
                self.assertRaises(building.Failure, pages.refresh, lambda _: None)
                self.assertIn("| 64 |", (pathlib.Path(folder) / "page.md").read_text())
            is_missing = False
            self.assertEqual(pages.refresh(lambda _: None), ["docs/growth/sizes.svg"])
            self.assertEqual(pages.refresh(lambda _: None), [])
            self.assertEqual(len(drawn), 3)
            self.keep_peers("2026-01-02T00:00:00Z", {"64/swiftlet/0": {"rate": 10}}, part="sizes")
            self.assertEqual(pages.refresh(lambda _: None), ["page.md", "docs/growth/sizes.svg"])

    def test_pictures_show_the_results_beside_them(self):
        for name in pages.growth.NAMES:
            picture = (building.ROOT / pages.PICTURES / f"{name}.svg").read_text()
            # The first pictures do not say what they are of.
            if "<!-- figures " in picture:
                self.assertIn(pages.stamp(pages.content(name)), picture, name)

    def test_sets_ours_beside_the_best_of_unikraft(self):
        found = comparison.Comparison(pages.GUESTS)
        found.add(pages.GUESTS[0], "dns.100", 89_400)
        found.add(pages.GUESTS[0], "boot.dns", 61)
        found.add(pages.GUESTS[0], "bulk.in", 700)
        found.add(pages.GUESTS[0], "dns.1", 1500)
        self.assertEqual(found.against_unikraft({"idle.instructions": 0})[2:], [
            "| start to first DNS answer, ms | 61 | 61 | 1 |",
            "| DNS queries, 1 outstanding by dnsperf, /s | 1,500 | 48 (lost answers and dnsperf's waiting for them) | "
            "not compared |",
            "| DNS queries, 100 outstanding, /s | 89,400 | 44,700 | 2 |",
            "| instructions when idle, /s | 0 | 7,100 | none at all |"])

    def test_a_tenth_of_the_memory_is_asked_of_what_qemu_takes_too(self):
        found = comparison.Comparison(pages.GUESTS)
        for guest, taken in zip(pages.GUESTS, (41, 120)):
            found.add(guest, "resident.boot", taken)
        self.assertIn("| 10 missed |", found.table()[2])

    def test_what_is_said_of_unikraft_is_of_rows_that_there_are(self):
        self.assertLessEqual({*comparison.ASIDES, *comparison.INCOMPARABLE}, {*comparison.ROWS})

    def test_says_what_is_missed_and_why(self):
        found = comparison.Comparison(pages.GUESTS)
        for row, ours, theirs in (("boot.dns", 90, 700), ("dns.100", 90_000, 20_000), ("ping", 0.3, 0.2)):
            for guest, value in zip(pages.GUESTS, (ours, theirs)):
                found.add(guest, row, value)
        figures = {"gdb.read": {"median": 0.3}, "gdb.attach": {"median": 200},
                   "gdb.step.ratio": {"median": 3},
                   "load.lost": {"median": 0, "values": [0, 0, 2]}, "panic.trace": {"median": None}}
        lines = losses.lines(found, {("timers", "host CPU"): [(100, 0.347, True), (1000, 0.413, False)]},
                             figures, {"ping"})
        self.assertEqual([line.split(". ")[0] for line in lines], [
            "- **start to first DNS answer**: 7.78 times as good as the cut-down Linux's, where the goal is 10",
            "- **ping round trip, median**: 0.667 ‡ times as good as the cut-down Linux's, where the goal is 1",
            "- **start to first DNS answer**: 0.678 times as good as the best of Unikraft's, measured elsewhere; "
            "**ping round trip, median**: 0.667 times as good as the best of Unikraft's, measured elsewhere",
            "- **growth, host CPU**: times as good as the cut-down Linux's: 0.347 ‡ at 100, 0.413 at 1,000",
            "- **gdb: memory read through the kernel's stub**: 0.3 MB/s, where 1 is the target",
            "- **gdb: single step, there and back, times as long as through QEMU's stub**: 3, where 2 is the "
            "target",
            "- **queries lost, 100 outstanding**: 2, where 0 is the target"])
        self.assertTrue(lines[1].endswith(losses.UNKNOWN))
        self.assertTrue(lines[0].endswith(losses.ROWS["boot.dns"]))
        nothing = losses.lines(comparison.Comparison(pages.GUESTS), {}, {})
        self.assertEqual(nothing, ["Nothing: each goal is reached."])

    def test_noise_is_a_reason_only_where_the_runs_lie_apart(self):
        for values, is_known in (([92, 93, 97], True), ([92, 92.5, 93], False), ([93], False)):
            figures = {"rates.99": {"median": 92.5, "values": values}}
            line, = losses.lines(comparison.Comparison(pages.GUESTS), {}, figures)
            self.assertEqual(line.endswith(losses.BUDGETED["rates.99"]), is_known)
            self.assertEqual(line.endswith(losses.UNKNOWN), not is_known)

    def test_what_failed_stands_nowhere(self):
        failed = {"median": 9999, "values": [9999], "failure": "no answer", "commit": "one"}
        figures = {key: failed for key in ("instructions.1", "instructions.boot", "gdb.attach")}
        self.assertEqual(losses.lines(comparison.Comparison(pages.GUESTS), {}, figures),
                         ["Nothing: each goal is reached."])
        with tempfile.TemporaryDirectory() as folder:
            self.keep_results_in(folder)
            self.keep_peers("2026-01-01T00:00:00Z", {"queries/swiftlet": {"dns.instructions.1": 3000}})
            journal.save(results.FOLDER / "figures.json", {
                "machines": {}, "figures": figures | {"boot.dns": {"median": 1, "commit": "two"}}})
            said = [pages._counts(), pages._unikraft(), pages._figures(table.BUDGETED + table.HARNESS)]
        self.assertIsNone(said[0])
        for lines in said[1:]:
            self.assertNotIn("9,999", "\n".join(lines))
            self.assertNotIn("Of commit one", "\n".join(lines))

    def test_reasons_are_of_what_there_is(self):
        self.assertLessEqual({*losses.ROWS}, {*comparison.ROWS})
        self.assertLessEqual({*losses.GROWTH}, {*pages.growth.NAMES})
        self.assertLessEqual({*losses.BUDGETED}, {*table.keys(table.BUDGETED + table.HARNESS)})

    def test_finds_where_growth_is_behind(self):
        with tempfile.TemporaryDirectory() as folder:
            self.keep_results_in(folder)
            self.keep_peers("2026-01-01T00:00:00Z", {
                f"{point}/{guest}/0": {"cpu": cpu} for point, guest, cpu in (
                    (1, "swiftlet", 5), (1, "small", 9), (10, "swiftlet", 9), (10, "small", 3))},
                part="timers")
            self.assertEqual(pages._growth_behind(), {
                ("timers", "host CPU for each timer, µs, against timers that wait at once"): [
                    (10, 3 / 9, True)]})

    def test_sets_counts_with_and_without_icount_side_by_side(self):
        with tempfile.TemporaryDirectory() as folder:
            self.keep_results_in(folder)
            self.assertIsNone(pages._counts())
            self.keep_peers("2026-01-01T00:00:00Z", {"queries/swiftlet": {"dns.instructions.1": 3000}})
            journal.save(results.FOLDER / "figures.json", {"machines": {}, "figures": {
                "instructions.1": {"title": "gate", "median": 3030, "values": [3000, 3030, 3060],
                                   "commit": "one", "date": "2026-01-01"}}})
            lines = pages._counts()
        self.assertEqual(lines[2:3], [
            "| instructions per query, 1 outstanding | 3,000 | 3,030 (3,000 to 3,060) | +1.0 % |"])

    def test_pages_have_only_blocks_that_there_are(self):
        known = pages.makers()
        for page in pages.PAGES:
            text = (building.ROOT / page).read_text()
            self.assertEqual(text.count("<!-- bench end -->"), len(pages._BLOCK.findall(text)))
            for _, name, _ in pages._BLOCK.findall(text):
                self.assertIn(name, known)

    def keep_peers(self, moment, steps, part="peers", peer=None, commit=None, packages=None):
        """Has a part measured its steps at a time, and kept what was found."""
        machine = {"commit": commit or moment, "date": moment[:10], "processor": "one"}
        with mock.patch.object(origin, "now", lambda: moment), \
                mock.patch.object(origin, "packages", lambda: packages), \
                mock.patch.object(origin, "peer", lambda *_: peer or PEER):
            book = journal.Journal(part, moment, machine, len(steps), str)
            for name, values in steps.items():
                book.step(name, lambda: values)
            book.finish()
            book.unfinished.unlink(missing_ok=True)
            results.keep()

    def test_keeps_figures_that_were_not_measured_again(self):
        with tempfile.TemporaryDirectory() as folder:
            self.keep_results_in(folder)
            old, new = {"median": 1, "time": "2026-01-01"}, {"median": 3, "time": "2026-02-02"}
            journal.save(results.FOLDER / "figures.json", {"machines": {}, "figures": {"a": old, "b": old}})
            journal.save(journal.FOLDER / "figures.json", {"figures": {"b": new}})
            self.assertEqual(len(results.keep()), 1)
            self.assertEqual(results.keep(), [])
            self.assertEqual(results.load("figures")["figures"], {"a": old, "b": new})

    def test_older_results_change_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            self.keep_results_in(folder)
            self.keep_peers("2026-02-02T12:00:00Z", {"ping/0/swiftlet": {"boot.ping": 55}})
            before = (results.FOLDER / "peers.json").read_text()
            self.keep_peers("2026-02-02T11:00:00Z", {
                "ping/0/swiftlet": {"boot.ping": 50}, "answer/0/swiftlet": {"failure": "no answer"}})
            self.assertEqual((results.FOLDER / "peers.json").read_text(), before)
            self.keep_peers("2026-02-02T13:00:00Z", {"ping/0/swiftlet": {"boot.ping": 60}})
            self.assertEqual(
                results.load("peers")["rows"]["boot.ping"]["values"], {"swiftlet": [60]})

    def test_older_figures_change_nothing_and_each_names_its_machine(self):
        with tempfile.TemporaryDirectory() as folder:
            self.keep_results_in(folder)
            new = {"median": 3, "commit": "two", "time": "2026-02-02T12:00:00Z", "machine": "m"}
            kept = {"machines": {"m": {"kernel": "6.2"}}, "figures": {"b": new}}
            journal.save(results.FOLDER / "figures.json", kept)
            # As the file was before figures named their machines: it was the last run's.
            journal.save(journal.FOLDER / "figures.json", {
                "machine": {"kernel": "6.1", "commit": "one", "date": "2026-01-01"}, "figures": {
                    "a": {"median": 1, "commit": "zero", "date": "2025-12-31"},
                    "b": {"median": 2, "commit": "one", "date": "2026-01-01"},
                    "c": {"median": 4, "commit": "one", "date": "2026-01-01"}}})
            results.keep()
            found = results.load("figures")
        self.assertEqual({key: x["median"] for key, x in found["figures"].items()},
                         {"a": 1, "b": 3, "c": 4})
        name = origin.name({"kernel": "6.1"})
        self.assertEqual({key: x.get("machine") for key, x in found["figures"].items()},
                         {"a": None, "b": "m", "c": name})
        self.assertEqual(found["machines"], {"m": {"kernel": "6.2"}, name: {"kernel": "6.1"}})

    def test_journals_of_unknown_commits_are_as_old_as_their_files(self):
        machine = {"commit": "no-such-commit", "date": origin.now()[:10], "kernel": "6.1"}
        old = {"commit": "one", "date": machine["date"], "time": machine["date"] + "T00:00:00Z",
               "machine": "m", "peer": None, "values": {"swiftlet": [1]}, "others": {}}
        content = {"machine": machine, "identity": "one", "steps": {
            "image/swiftlet": {"seconds": 1, "values": {"image": 2}}}}
        with tempfile.TemporaryDirectory() as folder:
            self.keep_results_in(folder)
            for date, image in (("2026-01-01", 1), (machine["date"], 2)):
                journal.save(results.FOLDER / "peers.json", {
                    "machines": {"m": {}}, "failures": {}, "rows": {"image": old}})
                journal.save(journal.FOLDER / "peers.json", content | {"machine": machine | {"date": date}})
                results.keep()
                self.assertEqual(results.load("peers")["rows"]["image"]["values"], {"swiftlet": [image]})

    def test_reads_results_whose_rows_do_not_name_their_machines(self):
        with tempfile.TemporaryDirectory() as folder:
            self.keep_results_in(folder)
            row = {"date": "2026-01-01", "values": {"swiftlet": [1]}, "others": {}}
            journal.save(results.FOLDER / "peers.json", {
                "machine": {"commit": "two", "date": "2026-01-02", "kernel": "6.1"}, "failures": {},
                "rows": {"image": row | {"commit": "one"}, "ping": row | {"commit": "two"}}})
            found = results.load("peers")
            self.assertEqual(found["rows"]["ping"]["machine"], origin.name({"kernel": "6.1"}))
            self.assertNotIn("machine", found["rows"]["image"])
            self.assertIn("| 1 |", pages._comparison()[2])
            self.keep_peers("2026-01-03T00:00:00Z", {"image/swiftlet": {"image": 2}})
            self.assertEqual(
                {x["values"]["swiftlet"][0] for x in results.load("peers")["rows"].values()}, {1, 2})

    def test_a_report_keeps_time_and_machine_with_each_figure(self):
        with tempfile.TemporaryDirectory() as folder:
            self.keep_results_in(folder)
            journal.save(journal.FOLDER / "figures.json", {
                "machine": {"kernel": "6.1", "commit": "one"}, "figures": {
                    "boot.dns": {"median": 1, "commit": "one", "date": "2026-01-01"}}})
            report = budget.Report(lambda _: None)
            report.add("boot.ping", 50)
            report.keep({"kernel": "6.2", "commit": "two", "date": "2026-02-02"})
            kept = journal.load(journal.FOLDER / "figures.json")
        places = {key: kept["machines"][figure["machine"]]["kernel"]
                  for key, figure in kept["figures"].items()}
        self.assertEqual(places, {"boot.dns": "6.1", "boot.ping": "6.2"})
        self.assertIn("T", kept["figures"]["boot.ping"]["time"])

    def test_keeps_rows_that_were_not_measured_again_with_their_commit(self):
        with tempfile.TemporaryDirectory() as folder:
            self.keep_results_in(folder)
            self.keep_peers("2026-01-01T00:00:00Z", {
                "ping/0/swiftlet": {"boot.ping": 50}, "answer/0/swiftlet": {"boot.dns": 60}})
            self.keep_peers("2026-02-02T00:00:00Z", {
                "ping/0/swiftlet": {"boot.ping": 55}, "answer/0/swiftlet": {"failure": "no answer"}})
            lines = pages._comparison()
        self.assertIn("| start to first ping answer, ms (n = 1) | 55 |", lines[2])
        self.assertIn("| start to first DNS answer, ms (n = 1) | 60 |", lines[3])
        self.assertIn("not measured: answer/0/swiftlet: no answer", lines)
        self.assertEqual(
            lines[-1], "Of commit 2026-02-02T00:00:00Z (2026-02-02), but of 2026-01-01T00:00:00Z "
            "(2026-01-01): start to first DNS answer.")

    def test_marks_rows_whose_peers_are_others_now(self):
        steps = {"ping/0/swiftlet": {"boot.ping": 60}, "ping/0/small": {"boot.ping": 120}}
        with tempfile.TemporaryDirectory() as folder:
            self.keep_results_in(folder)
            self.keep_peers("2026-01-01T00:00:00Z", steps, peer="as it was")
            rows = results.load("peers")["rows"]
            lines = pages._comparison()
            self.assertEqual(rows["boot.ping"]["identity"], "2026-01-01T00:00:00Z")
            self.assertIn("| 60 | 120 | 2 ‡ |  |  | 10 missed | 58 to 216 |", lines[2])
            self.assertIn("‡ marks ratios to peers as they were then", "\n".join(lines))
            self.keep_peers("2026-01-02T00:00:00Z", steps, peer=origin.peer())
            lines = pages._comparison()
        self.assertIn("| 60 | 120 | 2 |  |  | 10 missed | 58 to 216 |", lines[2])
        self.assertNotIn("‡", "\n".join(lines))

    def test_marks_rows_whose_peers_are_of_other_packages_now(self):
        steps = {"ping/0/swiftlet": {"boot.ping": 60}, "ping/0/small": {"boot.ping": 120}}
        echoes = {"64/swiftlet/0": {"rate": 9}, "64/small/0": {"rate": 3}}
        with tempfile.TemporaryDirectory() as folder:
            self.keep_results_in(folder)
            self.keep_peers("2026-01-01T00:00:00Z", echoes, part="sizes", peer=origin.peer(), packages="old")
            self.keep_peers("2026-01-02T00:00:00Z", steps, peer=origin.peer())
            self.assertNotIn("‡", "\n".join(pages._growth("sizes")))
            self.keep_peers("2026-01-03T00:00:00Z", steps, peer=origin.peer(), packages="new")
            lines = "\n".join(pages._growth("sizes"))
            compared = "\n".join(pages._comparison())
            rows = results.load("peers")["rows"]
        # Whatever is installed where the page is made: results say what the peers are of now.
        self.assertIn("| 64 | 9 | 3 | 3 ‡ |", lines)
        self.assertNotIn("‡", compared)
        self.assertEqual(rows["boot.ping"]["packages"], "new")

    def test_marks_growth_whose_peers_are_others_now(self):
        steps = {"64/swiftlet/0": {"rate": 9}, "64/small/0": {"rate": 3}}
        with tempfile.TemporaryDirectory() as folder:
            self.keep_results_in(folder)
            self.keep_peers("2026-01-01T00:00:00Z", steps, part="sizes", peer="as it was")
            lines = pages._growth("sizes")
        self.assertIn("| 64 | 9 | 3 | 3 ‡ |", lines[2])
        self.assertIn("‡ marks ratios to peers as they were then", "\n".join(lines))

    def test_takes_starts_where_they_were_taken_later_or_more_often(self):
        def starts(milliseconds, runs):
            return {f"ping/{run}/{guest}": {"boot.ping": milliseconds * times}
                    for run in range(runs) for guest, times in (("swiftlet", 1), ("small", 10))}
        with tempfile.TemporaryDirectory() as folder:
            self.keep_results_in(folder)
            self.keep_peers("2026-01-02T00:00:00Z", starts(50, 3))
            self.keep_peers("2026-01-01T00:00:00Z", starts(60, 9), part="starts")
            self.assertIn("| 50 | 500 |", pages._comparison()[2])
            (results.FOLDER / "starts.json").unlink()
            self.keep_peers("2026-01-01T00:00:00Z", starts(60, 9), part="starts", commit="2026-01-02T00:00:00Z")
            self.assertIn("| 60 | 600 |", pages._comparison()[2])
            self.assertIn("| 60 | 58 | 0.967 behind |", pages._unikraft()[2])
            self.assertIn("| 60 | 600 |", pages._comparison(part="starts")[2])
            # Those beside other peers do not stand for those beside these, however many they are.
            self.keep_peers("2026-01-03T00:00:00Z", starts(70, 3), peer=origin.peer())
            self.assertIn("| 70 | 700 | 10 |", pages._comparison()[2])
            self.keep_peers("2026-01-04T00:00:00Z", starts(80, 1), part="starts", peer=origin.peer())
            self.assertIn("| 80 | 800 | 10 |", pages._comparison()[2])

    def test_more_runs_are_better_at_the_same_commit_only(self):
        def row(commit, runs, hour):
            return {"commit": commit, "time": f"2026-01-01T{hour:02}:00:00Z", "peer": PEER,
                    "values": {"swiftlet": [1] * runs}}
        often = row("a", 9, 1)
        for other, is_better in ((row("a", 3, 2), True), (row("b", 3, 2), False), (row("b", 9, 0), True),
                                 (row("a", 9, 2), False), (row("a", 9, 0), True), (row("a", 10, 0), False),
                                 (row("b", 10, 0), True)):
            self.assertEqual(pages._is_better(often, other), is_better, other)
        # A tree that was changed is another each time.
        self.assertFalse(pages._is_better(row("a-dirty", 9, 1), row("a-dirty", 3, 2)))

    def test_reads_what_others_used_by_step_and_by_row(self):
        self.assertEqual(results.others({"a": 1, "others": 5}, "a"), 5)
        self.assertIsNone(results.others({"a": 1}, "a"))
        self.assertEqual(results.others({"a": 1, "others": {"a": 7, "b": 8}}, "a"), 7)
        self.assertEqual(results.others({"a": 1, "others": 5, "others.rows": {"b": 8}}, "a"), 5)
        # What is noted of the whole step is of each row of which nothing else is.
        step = {"ping": 1, "resident.boot": 40, "others": {"step": 25, "ping": 3}}
        self.assertEqual([results.others(step, row) for row in ("ping", "resident.boot")], [3, 25])
        with tempfile.TemporaryDirectory() as folder:
            self.keep_results_in(folder)
            self.keep_peers("2026-01-01T00:00:00Z", {
                "ping/0/swiftlet": {"ping": 1, "boot.ping": 60, "others": {"ping": 30, "boot.ping": 3}},
                "ping/1/swiftlet": {"ping": 2, "boot.ping": 60}})
            rows = results.load("peers")["rows"]
            lines = "\n".join(pages._comparison())
        self.assertEqual(rows["ping"]["others"], {"swiftlet": [30, None]})
        self.assertEqual({*rows}, {"ping", "boot.ping"})
        self.assertIn("| ping round trip, median, ms | 1.5 (1 to 2) † |", lines)
        self.assertIn("| start to first ping answer, ms (n = 2) | 60 |", lines)

    def test_marks_starts_that_others_disturbed(self):
        with tempfile.TemporaryDirectory() as folder:
            self.keep_results_in(folder)
            self.keep_peers("2026-01-01T00:00:00Z", {
                "ping/0/swiftlet": {"boot.ping": 60, "others": {"step": 45}},
                "ping/0/small": {"boot.ping": 600, "others": {"step": 3}}}, part="starts")
            rows = results.load("starts")["rows"]
            lines = "\n".join(pages._starts())
        self.assertEqual(rows["boot.ping"]["others"], {"swiftlet": [45], "small": [3]})
        self.assertIn("| 60 † | 600 |", lines)
        self.assertIn("Others used 24 % (3 to 45)", lines)

    def test_a_row_that_is_new_stands_in_the_table(self):
        with tempfile.TemporaryDirectory() as folder:
            self.keep_results_in(folder)
            self.keep_peers("2026-01-01T00:00:00Z", {"dns/0/swiftlet": {"ping": 1}})
            self.keep_peers("2026-01-02T00:00:00Z", {
                "dns/0/swiftlet": {"ping": 2, "dns.turn": 900, "others": {"step": 1, "dns.turn": 2}},
                "dns/0/small": {"dns.turn": 1200, "others": {"step": 1, "dns.turn": 2}}})
            lines = pages.makers()["comparison"]()
            missed = pages._missed()
        self.assertIn("| DNS queries, one after the other, /s | 900 | 1,200 | 0.75", "\n".join(lines))
        self.assertIn("**DNS queries, one after the other**: 0.75", "\n".join(missed))

    def test_names_the_machines_that_results_are_of(self):
        with tempfile.TemporaryDirectory() as folder:
            self.keep_results_in(folder)
            machine = {"processors": 2, "processor": "P", "qemu": "Q", "swift": "S"}
            where = {"commit": "one", "date": "2026-01-01"}
            journal.save(results.FOLDER / "figures.json", {
                "machines": {"m": machine | {"kernel": "6.1"}, "n": machine | {"kernel": "6.2"}},
                "figures": {"a": where | {"machine": "m"},
                            "b": where | {"machine": "n", "date": "2026-01-02"},
                            "c": {"commit": "zero", "date": ""}}})
            self.assertEqual(pages._machines(), [
                "- n: 2 processors (P), Linux 6.2, Q, S; what is of commit one (2026-01-02).",
                "- m: 2 processors (P), Linux 6.1, Q, S; what is of commit one (2026-01-01).",
                "- a machine that nobody noted; what is of commit zero."])
        self.assertEqual(results.editions([("a", where | {"machine": "m"}), ("b", where | {"machine": "n"})])[1],
                         "Of commit one (2026-01-01), on m, but of one (2026-01-01), on n: b.")

    def test_pages_say_what_the_results_beside_them_say(self):
        makers, compared = pages.makers(), 0
        for page in pages.PAGES:
            for found in pages._BLOCK.finditer((building.ROOT / page).read_text()):
                lines = makers[found[2]]()
                self.assertTrue(lines, f"{found[2]} in {page} has no results in docs/results")
                self.assertEqual(found[0].splitlines()[1:-1], lines, f"{found[2]} in {page}")
                compared += 1
        self.assertGreaterEqual(compared, 11)


if __name__ == "__main__":
    unittest.main()
