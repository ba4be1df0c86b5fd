"""The figures of a commit before, with which counts and sizes are compared."""

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
    if key.startswith("size."):
        return SIZE_TOLERANCE
    if key.startswith("curve.") and not key.startswith("curve.timers."):
        return CURVE_TOLERANCE
    if key == "instructions.translated":
        return TRANSLATED_TOLERANCE
    return SHARED_TOLERANCE if key.endswith((".64", ".100")) else TOLERANCE


class Baseline:
    """What a commit measured, by the keys of the budgets; only counts and sizes are kept.

    Shape of the file: {"commit": "0123abc", "figures": {key: number}}.
    """

    def __init__(self):
        content = json.loads(PATH.read_text())
        self.commit = content["commit"]
        self.figures = content["figures"]

    def value(self, key):
        """The commit's figure; None if it had none."""
        return self.figures.get(key)

    def is_worse(self, key, value):
        """Whether a figure is worse than the commit's by more than the tolerance.

        All counts and sizes are the better the smaller they are.
        """
        before = self.value(key)
        return before is not None and value is not None and value > before * (1 + tolerance(key))

    @staticmethod
    def write(commit, figures):
        """Replaces the file; figures that were not measured now stay as they are."""
        kept = json.loads(PATH.read_text())["figures"] if PATH.exists() else {}
        content = {"commit": commit, "figures": kept | figures}
        PATH.write_text(json.dumps(content, indent=2) + "\n")
