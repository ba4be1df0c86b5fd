"""What was measured of one budget, and whether that is enough."""

import statistics

import usage


class Figure:
    """The measured values of one budget."""

    def __init__(self, key, budget, baseline):
        self.key = key
        self.budget = budget
        self.baseline = baseline
        self.values = []
        self.others = []
        self.failure = None

    @property
    def median(self):
        return statistics.median(self.values) if self.values else None

    @property
    def quiet_values(self):
        """The values taken while others used little of the machine."""
        pairs = zip(self.values, self.others)
        return [value for value, others in pairs if others < usage.QUIET_PERCENT]

    def is_reached(self):
        """Whether the target is reached; None if there is none."""
        return self.budget.is_reached(self.values)

    @property
    def before(self):
        """What the baseline has; None if it is not compared."""
        return self.baseline.value(self.key) if self.budget.counts else None

    def is_worse(self):
        """Whether it is worse than in the baseline."""
        return self.budget.counts and self.baseline.is_worse(self.key, self.median)

    def fails(self):
        """Whether the run must not pass: not measured, a gate that is exceeded, or worse."""
        is_over = self.budget.gates and self.is_reached() is False
        return self.failure is not None or is_over or self.is_worse()

    def verdict(self):
        if self.failure is not None:
            return "FAILED"
        if self.is_worse():
            return f"WORSE by {100 * (self.median / self.before - 1):.1f} %"
        if (reached := self.is_reached()) is None:
            return "-"
        missed = "under" if self.budget.at_least else "over"
        return "ok" if reached else missed.upper() if self.budget.gates else missed + ", informs"
