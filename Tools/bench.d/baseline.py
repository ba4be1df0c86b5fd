"""The figures of commits before, with which counts and sizes are compared."""

import json
import pathlib

PATH = pathlib.Path(__file__).with_name("baseline.json")
# By how much a count or a size may be worse than it was, in parts of one.
TOLERANCE = 0.02
# The same for sizes, which do not change unless the code does.
SIZE_TOLERANCE = 0.01
# The same where many connections ask at once: how many requests come together, and so share what is
# done once for all of them, depends on how busy the machine is.
SHARED_TOLERANCE = 0.05
# The same at the points of curves, where few exchanges are counted, and whether the guest has gone idle
# between two of them depends on how busy the machine is.
CURVE_TOLERANCE = 0.1
# The same for what is translated until the first answer: a slow machine has time for a little more.
TRANSLATED_TOLERANCE = 0.05


def tolerance(key):
    """By how much a figure may be worse, in parts of one."""
    if key.startswith("size.") or key == "sampler.size":
        return SIZE_TOLERANCE
    if key.startswith("curve.") and not key.startswith("curve.timers."):
        return CURVE_TOLERANCE
    if key == "instructions.translated":
        return TRANSLATED_TOLERANCE
    return SHARED_TOLERANCE if key.endswith((".64", ".100")) else TOLERANCE


class Baseline:
    """What commits measured, by the keys of the budgets; only counts and sizes are kept.

    Shape of the file: {"figures": {key: number}, "commits": {key: "0123abc"}}.
    """

    def __init__(self):
        content = json.loads(PATH.read_text())
        self.figures = content["figures"]
        self.commits = content["commits"]

    def value(self, key):
        """The figure that was kept; None if there is none."""
        return self.figures.get(key)

    def commit(self, key):
        """The commit that it is of."""
        return self.commits.get(key, "an unknown commit")

    def is_worse(self, key, value):
        """Whether a figure is worse than the commit's by more than the tolerance.

        All counts and sizes are the better the smaller they are.
        """
        before = self.value(key)
        return before is not None and value is not None and value > before * (1 + tolerance(key))

    @staticmethod
    def write(commit, figures):
        """Keeps figures as those of a commit; others stay as they are, with their own."""
        kept = json.loads(PATH.read_text()) if PATH.exists() else {"figures": {}, "commits": {}}
        content = {"figures": kept["figures"] | figures,
                   "commits": kept["commits"] | {key: commit for key in figures}}
        PATH.write_text(json.dumps(content, indent=2) + "\n")
