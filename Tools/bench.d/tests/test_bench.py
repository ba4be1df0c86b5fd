"""What a run says, writes and ends with when something of it fails."""

import contextlib
import importlib.machinery
import importlib.util
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import types
import unittest
from unittest import mock

TOOLS = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOOLS / "bench.d"))

import budget  # noqa: E402
import building  # noqa: E402
import explanation  # noqa: E402
import journal  # noqa: E402
from parts import http, profiler, rates, sampling  # noqa: E402


def _program():
    loader = importlib.machinery.SourceFileLoader("bench", str(TOOLS / "bench"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("bench", loader))
    loader.exec_module(module)
    return module


bench = _program()


def fail(*_, **__):
    raise building.Failure("no answer")


class RunTests(unittest.TestCase):
    """Runs of parts that are made up, in the places of real ones."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.patch(journal, "FOLDER", self.folder / "measured")
        self.patch(bench, "describe_machine", lambda: {"commit": "abc", "date": "2026-01-01"})
        self.patch(bench.network, "enter_namespace", lambda: None)
        self.patch(bench.Bench, "build", lambda *_: None)
        self.patch(bench.signal, "signal", lambda *_: None)

    def patch(self, *what):
        change = mock.patch.object(*what)
        change.start()
        self.addCleanup(change.stop)

    def run_parts(self, *options, **parts):
        """Runs parts by what they do when they measure; returns status, output and JSON."""
        modules = {f"parts.{name}": value if isinstance(value, types.SimpleNamespace)
                   else types.SimpleNamespace(measure=value) for name, value in parts.items()}
        path = self.folder / "figures.json"
        words = ["bench", *parts, *options, "--json", str(path)]
        printed = io.StringIO()
        with mock.patch.object(bench.importlib, "import_module", modules.__getitem__), \
                mock.patch.object(sys, "argv", words), contextlib.redirect_stdout(printed), \
                contextlib.redirect_stderr(io.StringIO()) as said:
            status = bench.main()
        return status, printed.getvalue() + said.getvalue(), json.loads(path.read_text())

    def test_a_part_that_fails_keeps_no_other_from_being_measured(self):
        def hang_up(_):
            raise ConnectionResetError("the guest hung up")
        status, said, values = self.run_parts(
            size=fail, http=hang_up, boot=lambda run: run.report.add("boot.dns", 50))
        self.assertEqual(status, 1)
        self.assertEqual(values["figures"]["boot.dns"]["median"], 50)
        self.assertFalse(values["passed"])
        self.assertEqual(values["unmeasured"], [
            "size: no answer", "http: ConnectionResetError: the guest hung up"])
        self.assertIn("not done: size: no answer", said)
        self.assertIn("| QEMU start to first DNS answer |", said)

    def test_a_part_that_cannot_be_prepared_keeps_no_other_from_being_measured(self):
        status, _, values = self.run_parts(
            peers=types.SimpleNamespace(prepare=fail, measure=fail),
            boot=lambda run: run.report.add("boot.dns", 50))
        self.assertEqual((status, values["unmeasured"]), (1, ["peers: no answer"]))

    def test_ends_with_69_if_nothing_could_be_measured(self):
        status, _, values = self.run_parts(boot=fail)
        self.assertEqual((status, values["passed"]), (69, False))

    def test_pages_that_cannot_be_made_fail_the_run_at_its_end(self):
        self.patch(bench.pages, "refresh", fail)

        def measure(run):
            run.options.readme = True
            run.unmeasured.append("peers: ping/0/small")
            run.report.add("boot.dns", 50)
        status, said, _ = self.run_parts(peers=measure)
        self.assertEqual(status, 1)
        self.assertIn("try it once more: peers: ping/0/small", said)
        self.assertIn("not done: --readme: no answer", said)

    def test_steps_that_were_not_measured_fail_the_run_in_words_and_in_json(self):
        def measure(run):
            run.report.add("boot.dns", 50)
            run.unmeasured.append("peers: ping/0/small")
        status, said, values = self.run_parts(peers=measure)
        self.assertEqual((status, values["passed"]), (1, False))
        self.assertEqual(values["unmeasured"], ["peers: ping/0/small"])
        self.assertIn("try it once more: peers: ping/0/small", said)

    def test_passes_where_all_was_measured(self):
        status, _, values = self.run_parts(boot=lambda run: run.report.add("boot.dns", 50))
        self.assertEqual((status, values["passed"], values["unmeasured"]), (0, True, []))

    def kept(self):
        """What figures are kept, by key: how many values."""
        found = journal.load(journal.FOLDER / "figures.json") or {"figures": {}}
        return {key: len(figure["values"]) for key, figure in found["figures"].items()}

    @staticmethod
    def measuring(*keys, usual=3):
        """A part that measures figures as often as it is told."""
        def measure(run):
            for _ in range(run.runs(usual)):
                for key in keys:
                    run.report.add(key, 50)
        return measure

    def test_an_interrupted_run_is_shown_and_keeps_no_figures(self):
        self.run_parts(boot=self.measuring("boot.dns"))

        def interrupted(run):
            run.report.add("boot.dns", 50)
            raise KeyboardInterrupt
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), self.assertRaises(KeyboardInterrupt):
            with mock.patch.object(contextlib, "redirect_stdout", lambda _: contextlib.nullcontext()):
                self.run_parts(boot=interrupted)
        self.assertIn("QEMU start to first DNS answer", printed.getvalue())
        self.assertEqual(self.kept(), {"boot.dns": 3})

    def test_fewer_runs_than_usual_are_shown_and_kept_only_if_asked_for(self):
        self.run_parts(boot=self.measuring("boot.dns"))
        parts = {"boot": self.measuring("boot.dns"), "size": self.measuring("size.dns", usual=1)}
        _, said, values = self.run_parts("--runs", "1", **parts)
        self.assertEqual(len(values["figures"]["boot.dns"]["values"]), 1)
        self.assertIn("boot: measured less often or shorter than usual: not kept", said)
        # What is usually measured once is kept.
        self.assertEqual(self.kept(), {"boot.dns": 3, "size.dns": 1})
        self.run_parts("--runs", "2", "--keep", **parts)
        self.assertEqual(self.kept(), {"boot.dns": 2, "size.dns": 2})
        self.run_parts("--runs", "3", boot=self.measuring("boot.dns"))
        self.assertEqual(self.kept()["boot.dns"], 3)

    def test_loads_shorter_than_usual_are_not_kept(self):
        def measure(run):
            run.report.add("load.rate", run.seconds(5))
        for seconds, kept in (("2", {}), ("5", {"load.rate": 1})):
            self.run_parts("--seconds", seconds, load=measure)
            self.assertEqual(self.kept(), kept)

    def test_steps_taken_less_often_than_usual_leave_those_that_are_kept(self):
        subject = types.SimpleNamespace(key="swiftlet", title="Swiftlet")

        def measure(run):
            run.wait_for_quiet = lambda: None
            steps = [(f"ping/{number}", [subject], lambda *_: {"boot.ping": 60})
                     for number in range(run.runs(3))]
            bench.pages.comparison.take_turns(run, "starts", str(len(steps)), steps)

        def kept():
            return len(journal.load(journal.FOLDER / "starts.json")["steps"])
        self.run_parts(starts=measure)
        self.assertEqual(kept(), 3)
        _, said, _ = self.run_parts("--runs", "1", starts=measure)
        self.assertEqual(kept(), 3)
        self.assertIn("(n = 1)", said)
        self.run_parts("--runs", "2", "--keep", starts=measure)
        self.assertEqual(kept(), 2)
        self.run_parts("--runs", "3", starts=measure)
        self.assertEqual(kept(), 3)

    def test_each_part_has_a_table_of_its_own(self):
        def compare(milliseconds):
            def measure(run):
                run.comparison = run.comparison or bench.pages.comparison.Comparison(bench.pages.GUESTS)
                run.comparison.add(bench.pages.GUESTS[0], "boot.dns", milliseconds)
            return measure
        status, said, values = self.run_parts(peers=compare(50), starts=compare(70))
        self.assertEqual(status, 0)
        self.assertIn("| start to first DNS answer, ms (n = 1) | 50 |", said)
        self.assertIn("| start to first DNS answer, ms (n = 1) | 70 |", said)
        self.assertEqual(values["details"]["starts"], {"boot.dns": {"swiftlet": [70]}})

    def test_growth_is_printed_and_written_down(self):
        def measure(run):
            book = journal.Journal("sizes", "one", run.machine, 3, run.say)
            run.grown = "sizes", book.content
            book.step("64/swiftlet/0", lambda: {"rate": 9, "others": 3})
            book.step("64/small/0", lambda: {"rate": 3, "others": 3})
            book.step("64/small/count", fail)
            run.unmeasured += book.finish()
        status, said, values = self.run_parts(sizes=measure)
        self.assertEqual(status, 1)
        self.assertIn("| 64 | 9 | 3 | 3 |", said)
        self.assertIn("not measured: 64/small/count: no answer", said)
        self.assertEqual(
            values["details"]["sizes"]["64/rate"]["values"], {"swiftlet": [9], "small": [3]})


class FailureTests(unittest.TestCase):
    """Parts of which a figure fails."""

    def setUp(self):
        self.report = budget.Report(lambda _: None)
        self.bench = types.SimpleNamespace(
            report=self.report, runs=lambda usual: 2, seconds=lambda usual: 1, say=lambda _: None,
            wait_for_quiet=lambda: None, sampled="with", image=types.SimpleNamespace(path="without"))
        self.guest = mock.MagicMock()
        self.guest.window.return_value = types.SimpleNamespace(end=lambda: None, others=3, used=1)

    def failed(self):
        return {key for key, figure in self.report.figures.items() if figure.failure is not None}

    def test_requests_that_are_not_answered_fail_alone(self):
        def requests(_, connections):
            return fail() if connections == 1 else ([0], [640], 64)
        with mock.patch.object(http, "requests", requests):
            http._count(self.bench, self.guest, None)
        self.assertEqual(self.failed(), {"http.1"})
        self.assertEqual(self.report.figures["http.64"].values, [10])

    def test_a_spread_that_is_unknown_fails(self):
        self.guest.window().others = 50
        with mock.patch.object(http, "_wrk", lambda *_: (1000, 5000)):
            http._steadiness(self.bench, self.guest, mock.MagicMock(), 16)
        self.assertEqual(self.failed(), {"http.spread.16", "http.cpu.spread.16"})
        self.assertEqual(len(self.report.figures["http.rate.16"].values), 4)

    def test_one_run_has_no_spread_and_fails_nothing(self):
        self.bench.runs = lambda usual: 1
        with mock.patch.object(http, "_wrk", lambda *_: (1000, 5000)):
            http._steadiness(self.bench, self.guest, mock.MagicMock(), 16)
        self.assertEqual({*self.report.figures}, {"http.rate.16"})
        self.assertEqual((self.failed(), self.report.figures["http.rate.16"].values), (set(), [1000]))

    def test_wrk_that_fails_fails_what_hangs_on_it(self):
        with mock.patch.object(http, "_wrk", fail):
            http._steadiness(self.bench, self.guest, mock.MagicMock(), 64)
        self.assertEqual(self.failed(), {
            "http.rate.64", "http.spread.64", "http.cpu.spread.64", "http.control.64"})

    def test_a_rate_that_fails_fails_alone(self):
        asked = []

        def rate(_, image, hertz):
            asked.append((image, hertz))
            return fail() if hertz == 99 else 100 if image == "without" else 90
        with mock.patch.object(rates, "_rate", rate):
            rates.measure(self.bench)
        self.assertEqual(self.failed(), {"rates.99"})
        self.assertEqual(self.report.figures["rates.1000"].values, [90, 90])
        # After the failure the image without the sampler is asked anew.
        self.assertEqual(asked[3:7], [("with", 99), ("without", 0), ("with", 1000), ("without", 0)])

    def test_what_the_profiler_leaves_out_fails(self):
        printed = "".join(f"{name}\t5\n" for name in [*profiler.ROWS][1:])
        profiler._report(self.bench, printed + "something new\t7\n", 3)
        self.assertEqual(self.failed(), {"profiler.symbols"})
        self.assertEqual(len(self.report.figures), len(profiler.ROWS))

    def test_both_interrupts_that_sample_must_be_heard_of(self):
        for said, failed in ((" 20000 samples\n 21000 samples\n", set()),
                             (" 20000 samples\n", {"sampler.rate"})):
            with mock.patch.object(sampling, "_console", lambda *_: (33, said)), \
                    mock.patch.object(sampling.building, "image", lambda _: ""):
                sampling._measure_busy_rate(self.bench)
            self.assertEqual(self.failed(), failed)

    def test_what_cannot_be_explained_keeps_its_numbers(self):
        def late(*_):
            raise subprocess.TimeoutExpired("qemu", 60)
        self.report.baseline.figures = {"instructions.1": 100, "size.dns": 100}
        self.report.baseline.commits = {"instructions.1": "0.9", "size.dns": "0.9"}
        self.report.add("instructions.1", 110)
        self.report.add("size.dns", 110)
        with mock.patch.object(explanation, "profile", late), \
                mock.patch.object(explanation, "_modules", fail), \
                mock.patch.object(explanation, "_image", lambda _: ""), \
                mock.patch.object(explanation.counting, "Image", lambda _: None):
            lines = explanation.explain(None, self.report)
        self.assertEqual(lines, [
            "dns image, stripped: 110, and 100 in 0.9 (+10.0 %)", "  not explained: no answer",
            "instructions per query, 1 outstanding: 110, and 100 in 0.9 (+10.0 %)",
            "  not explained: TimeoutExpired: Command 'qemu' timed out after 60 seconds"])

    def test_what_failed_stands_beside_nothing_older(self):
        with tempfile.TemporaryDirectory() as folder, mock.patch.object(
                journal, "FOLDER", pathlib.Path(folder)):
            machine = {"commit": "abc", "date": "2026-01-01"}
            self.report.add("http.spread.16", 9)
            self.report.keep(machine)
            again = budget.Report(lambda _: None)
            again.add("http.rate.16", 40_000)
            again.fail("http.spread.16", "only 1 of 5 runs that nobody disturbed")
            again.keep(machine)
            kept = journal.load(journal.FOLDER / "figures.json")["figures"]
        self.assertIsNone(kept["http.spread.16"]["median"])
        self.assertEqual(kept["http.rate.16"]["median"], 40_000)


if __name__ == "__main__":
    unittest.main()
