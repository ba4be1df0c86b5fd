"""What is made of dnsperf's words: only right answers count, and only where nearly all came."""

import itertools
import pathlib
import sys
import unittest
from unittest import mock

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import building  # noqa: E402
import clients  # noqa: E402
import growth  # noqa: E402
from parts import http, peers  # noqa: E402

# As dnsperf 2.10 says it.
SAID = """\
Statistics:

  Queries sent:         {sent}
  Queries completed:    {completed} (98.00%)
  Queries lost:         {lost} (2.00%)

  Response codes:       {codes}
  Average packet size:  request 30, response 30
  Run time (s):         3.000145
  Queries per second:   310.318335

  Average Latency (s):  0.000285 (min 0.000019, max 0.005169)
  Latency StdDev (s):   0.000699
"""


def said(lost=0, codes="NOERROR 950 (100.00%)"):
    return SAID.format(sent=950, completed=950 - lost, lost=lost, codes=codes)


class TurnTests(unittest.TestCase):
    def rate(self, answers):
        """The rate where questions are answered so, a tenth of a second each."""
        clock = iter(x / 10 for x in range(1000))
        with mock.patch.object(clients, "DNSClient", mock.MagicMock()), \
                mock.patch.object(clients, "_exchange", lambda *_: next(answers)), \
                mock.patch.object(clients.time, "monotonic", lambda: next(clock)):
            return clients.rate_in_turn(3)

    def test_counts_answers_over_the_time_that_they_took(self):
        self.assertAlmostEqual(self.rate(itertools.repeat(True)), 29 / 3)

    def test_refuses_losses(self):
        with self.assertRaisesRegex(building.Failure, "1 of 29 questions"):
            self.rate(itertools.chain([False], itertools.repeat(True)))


class DnsperfTests(unittest.TestCase):
    def test_takes_right_answers(self):
        load = clients.judged(said(lost=9))
        self.assertEqual((load.sent, load.completed, load.lost), (950, 941, 9))
        self.assertEqual(load.codes, {"NOERROR": 950})

    def test_refuses_wrong_answers(self):
        with self.assertRaisesRegex(building.Failure, "475 REFUSED"):
            clients.judged(said(codes="NOERROR 456 (48.98%), REFUSED 475 (51.02%)"))
        self.assertRaises(building.Failure, clients.judged, said(codes="NXDOMAIN 950 (100.00%)"))

    def test_takes_other_codes_where_they_are_asked_for(self):
        load = clients._load(said(codes="NXDOMAIN 900 (94.74%), NOERROR 50 (5.26%)"))
        load.judge(("NOERROR", "NXDOMAIN"))

    def test_refuses_losses(self):
        with self.assertRaisesRegex(building.Failure, "lost 10 of 950"):
            clients.judged(said(lost=10))

    def test_times_hold_what_was_lost(self):
        lines = "> NOERROR test.example A 0.000148\n> NOERROR test.example A 0.000090\n"
        self.assertEqual(
            [round(time, 3) for time in clients._times(lines + said(lost=2))],
            [0.09, 0.148, 2000, 2000])
        with self.assertRaises(building.Failure):
            clients._times(lines + said(codes="NOERROR 2 (50.00%), REFUSED 2 (50.00%)"))

    def test_refuses_questions_in_turn_that_were_lost(self):
        with mock.patch.object(clients, "ask_in_turn", lambda count: 3):
            self.assertRaises(building.Failure, clients.answered_in_turn, 200)
        with mock.patch.object(clients, "ask_in_turn", lambda count: 2):
            self.assertEqual(clients.answered_in_turn(200), 198)


class LossTests(unittest.TestCase):
    def test_echoes_that_are_lost_make_no_rate(self):
        growth._judge(991, 9)
        self.assertRaises(building.Failure, growth._judge, 980, 20)
        self.assertRaises(building.Failure, growth._judge, 0, 0)

    def test_fewer_connections_than_asked_for_count_nothing(self):
        with mock.patch.object(http.streams, "connect", lambda _: None):
            with self.assertRaisesRegex(building.Failure, "0 connections of 64"):
                http.requests(None, 64, lambda: [0])


class MemoryTests(unittest.TestCase):
    def least(self, needed):
        with mock.patch.object(peers, "_answers", lambda _, megabytes: megabytes >= needed):
            return peers._smallest(None, None)

    def test_is_the_least_with_which_a_guest_answers(self):
        self.assertEqual(self.least(40), {"memory.dns": 40})
        self.assertEqual(self.least(256), {"memory.dns": 256})

    def test_is_unknown_of_a_guest_that_never_answers(self):
        self.assertRaises(building.Failure, self.least, 1000)


if __name__ == "__main__":
    unittest.main()
