"""The interval of a median: known ranks, and how often it holds what is true."""

import pathlib
import random
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

import confidence  # noqa: E402


class ConfidenceTests(unittest.TestCase):
    def test_ranks_are_those_of_tables(self):
        # Hollander, Wolfe: Nonparametric Statistical Methods, table of the sign test.
        for count, rank in [(6, 1), (8, 1), (9, 2), (15, 4), (20, 6), (30, 10)]:
            interval = confidence.of_median(range(1, count + 1))
            self.assertEqual(interval, (rank, count + 1 - rank), count)

    def test_too_few_values_tell_nothing(self):
        for count in range(6):
            self.assertIsNone(confidence.of_median(list(range(count))))

    def test_order_does_not_matter(self):
        values = [3, 1, 15, 7, 2, 9, 4, 8, 5, 6, 14, 11, 13, 10, 12]
        self.assertEqual(confidence.of_median(values), (4, 12))

    def test_holds_the_truth_in_19_of_20_cases(self):
        source = random.Random(5)
        held = 0
        for _ in range(2000):
            # Far from normal: a machine that somebody else uses at times.
            values = [source.expovariate(1) for _ in range(15)]
            low, high = confidence.of_median(values)
            held += low <= 0.6931 <= high
        self.assertGreater(held, 1900)


if __name__ == "__main__":
    unittest.main()
