"""The words with which the Linux guests are started."""

import pathlib
import sys
import tempfile
import time
import types
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import comparison  # noqa: E402
import growth  # noqa: E402
import guest  # noqa: E402
import journal  # noqa: E402
import peers  # noqa: E402
import tsc  # noqa: E402
from parts import peers as parts_peers, starts  # noqa: E402


class WordsTests(unittest.TestCase):
    def setUp(self):
        for place, name, value in ((peers, "_build", lambda: None), (tsc, "kilohertz", lambda: 2_000_000)):
            change = mock.patch.object(place, name, value)
            change.start()
            self.addCleanup(change.stop)
        self.small, self.cloud = peers.linux("dns")

    @staticmethod
    def words(subject, **settings):
        line = subject.command_line(**settings)
        return line[line.index("-append") + 1].split()

    def test_only_a_start_rings_by_the_old_timer(self):
        self.assertIn("nolapic_timer", self.words(self.small, is_starting=True))
        self.assertNotIn("nolapic_timer", self.words(self.small))
        self.assertNotIn("nolapic_timer", self.words(self.cloud, is_starting=True))

    def test_all_are_told_how_fast_their_counter_runs(self):
        for subject in (self.small, self.cloud):
            self.assertIn("tsc_early_khz=2000000", self.words(subject))
            self.assertIn(f"tsc_early_khz={tsc.COUNTED}", self.words(subject, extra=["-icount", "shift=0"]))

    def test_a_linux_may_start_anew_and_ours_may_not(self):
        ours = peers.Subject("swiftlet", "Swiftlet", (), "image")
        self.assertIn("-no-reboot", ours.command_line())
        self.assertNotIn("-no-reboot", self.small.command_line())

    def test_starts_are_measured_by_the_words_of_a_start(self):
        said = []

        class Guest:
            def __init__(self, _, arguments):
                said.append(arguments)

            def __enter__(self):
                return self

            def __exit__(self, *_):
                pass

        with mock.patch.object(starts, "Guest", Guest), \
                mock.patch.object(starts.clients, "first_answer", lambda *_: 60), \
                mock.patch.object(starts.streams, "first_page", lambda *_: 70):
            for _, subjects, probe in starts.probes([self.small], [self.small]):
                probe(None, subjects[0])
        self.assertEqual(len(said), 3)
        for arguments in said:
            self.assertEqual(arguments[0], guest.QEMU)
            self.assertIn("nolapic_timer", arguments[arguments.index("-append") + 1])


class DisturbanceTests(unittest.TestCase):
    def setUp(self):
        self.subject = guest_like("swiftlet")
        self.found = comparison.Comparison([self.subject])

    def test_a_row_is_marked_by_what_happened_while_it_was_taken(self):
        # A short load that was disturbed, in a long step that was not.
        self.found.take(self.subject, {
            "dns.100": 5.0, "idle": 0.0, "others": {"step": 6.0, "dns.100": 45.0, "idle": 1.0}})
        self.assertEqual(self.found.disturbed, {("dns.100", "swiftlet")})
        self.assertEqual(self.found.others, [6.0])

    def test_a_row_that_notes_nothing_is_marked_by_its_step(self):
        for others in (45.0, {"step": 45.0}):
            self.found.take(self.subject, {"boot.dns": 5.0, "image": 9.0, "others": others})
        self.assertEqual(self.found.disturbed, {("boot.dns", "swiftlet")})

    def test_a_moment_is_judged_by_its_step(self):
        # The kernel counts in ticks of 10 ms: of 65 of them nobody knows who used them.
        found = {}
        for seconds, row in ((0.065, "ping"), (3.0, "dns.1")):
            comparison.note_others(found, types.SimpleNamespace(seconds=seconds, others=40.0), row)
        self.assertEqual(found, {"others": {"dns.1": 40.0}})
        self.found.take(self.subject, {"ping": 0.3, "dns.1": 5.0, **found})
        self.assertEqual(self.found.disturbed, {("dns.1", "swiftlet")})

    def test_pings_take_as_long_as_other_loads(self):
        link = mock.MagicMock()
        client = types.SimpleNamespace(
            socket=link, request=lambda _: b"", accepts=lambda *_: True)
        begin = time.monotonic()
        self.assertGreater(len(parts_peers._latencies(client, 0.05)), 1)
        self.assertGreaterEqual(time.monotonic() - begin, 0.05)

    def test_what_was_never_noted_marks_nothing(self):
        self.found.take(self.subject, {"boot.dns": 5.0, "others": None})
        self.assertEqual((self.found.disturbed, self.found.others), (set(), []))


class TurnTests(unittest.TestCase):
    def test_who_comes_first_changes(self):
        self.assertEqual([comparison.in_turn([1, 2, 3], run) for run in (0, 1)], [[1, 2, 3], [3, 2, 1]])

    def test_so_it_does_where_cost_grows(self):
        asked = []

        def load(_, subject, point):
            asked.append((point, subject.key))
            return {"rate": 1}
        subjects = [guest_like("swiftlet"), guest_like("small")]
        kind = growth.Kind("sizes", (64, 128), load, lambda *_: {"instructions": 1}, None)
        bench = mock.MagicMock(growing={"sizes": subjects}, unmeasured=[], machine={"commit": "one"})
        bench.runs.return_value, bench.journal_name.return_value = 2, "sizes"
        with tempfile.TemporaryDirectory() as folder, \
                mock.patch.object(journal, "FOLDER", pathlib.Path(folder)), \
                mock.patch.object(growth.counting, "InstructionCounter"), \
                mock.patch.object(peers, "identity", lambda *_: "one"):
            growth.measure(bench, kind)
        self.assertEqual(asked, [
            (64, "swiftlet"), (64, "small"), (128, "swiftlet"), (128, "small"),
            (64, "small"), (64, "swiftlet"), (128, "small"), (128, "swiftlet")])


def guest_like(key):
    return peers.Subject(key, key, (), "")


if __name__ == "__main__":
    unittest.main()
