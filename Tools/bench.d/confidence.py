"""How far what was measured is from what is true."""

import math


def of_median(values, level=0.95):
    """The interval that holds the true median with a probability of `level` at least.

    Each value is above the true median with a probability of one half: how many are, is binomial,
    so that the k-th smallest and the k-th largest enclose it as surely as that is not below k. That
    asks nothing of the distribution but that the values be independent. None if they are too few.
    """
    ordered, count = sorted(values), len(values)
    tail, rank = 0.0, 0
    while rank < count // 2:
        tail += math.comb(count, rank) / 2 ** count
        if 2 * tail > 1 - level:
            break
        rank += 1
    return (ordered[rank - 1], ordered[count - rank]) if rank else None
