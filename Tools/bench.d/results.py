"""The results that tables of pages are made of, as they lie beside the pages: docs/results.

What a run measured takes the place of what was there; all else stays, and says of which commit and day
it is. Of the guests side by side and of growth each file is
{"machine": {...}, "failures": {step: text}, "rows": {name: {"commit": "...", "date": "...",
"values": {guest: [number]}, "others": {guest: [per cent]}}}}, of the budgets
{"machine": {...}, "figures": {key: {"median": number, "commit": "...", ...}}}.
"""

import collections
import os

import building
import growth
import journal

FOLDER = building.ROOT / "docs/results"
NAMES = ("figures", "peers", "starts", *growth.NAMES)
# What growth measures.
MEASURES = ("rate", "cpu", "instructions", "late")


def load(name):
    """Results that lie beside the pages; None if there are none."""
    return journal.load(FOLDER / f"{name}.json")


def keep():
    """Puts what was measured beside the pages; returns the files that differ."""
    written = []
    for name in NAMES:
        fresh, old = journal.load(journal.FOLDER / f"{name}.json"), load(name)
        if not fresh:
            continue
        part = "figures" if name == "figures" else "rows"
        new = fresh if name == "figures" else summed(name, fresh)
        if old:
            new[part] = old[part] | new[part]
        if new != old:
            path = FOLDER / f"{name}.json"
            journal.save(path, new)
            written.append(os.path.relpath(path, building.ROOT))
    return written


def summed(name, measured):
    """The rows of a part's steps."""
    machine = measured["machine"]
    rows, failures = {}, {}
    for step, found in measured["steps"].items():
        values, words = found["values"], step.split("/")
        guest = words[1] if name in growth.NAMES else words[-1]
        if "failure" in values:
            failures[step] = values["failure"]
            continue
        for measure, value in values.items():
            if measure == "others" or name in growth.NAMES and measure not in MEASURES:
                continue
            row = rows.setdefault(
                f"{words[0]}/{measure}" if name in growth.NAMES else measure,
                {"commit": machine["commit"], "date": machine.get("date", ""), "values": {},
                 "others": {}})
            row["values"].setdefault(guest, []).append(value)
            if "others" in values:
                row["others"].setdefault(guest, []).append(values["others"])
    return {"machine": machine, "failures": failures, "rows": rows}


def editions(found):
    """A line that says what is of which commit; none if all is of one.

    found   titles with the results of each, which hold "commit" and "date"
    """
    commits = collections.defaultdict(list)
    for title, result in found:
        day = f" ({result['date']})" if result.get("date") else ""
        commits[result.get("commit", "unknown") + day].append(title)
    if len(commits) < 2:
        return []
    most = max(commits, key=lambda commit: len(commits[commit]))
    rest = [f"of {commit}: {'; '.join(titles)}" for commit, titles in commits.items()
            if commit != most]
    return ["", f"Of commit {most}, but {'. And '.join(rest)}."]
