"""The results that tables of pages are made of, as they lie beside the pages: docs/results.

What a run measured takes the place of what was measured before it; all else stays, and says of which
commit, day, machine and peers it is. Of the guests side by side and of growth each file is
{"machines": {name: {...}}, "failures": {step: text}, "rows": {name: {"commit": "...", "date": "...",
"time": "...", "machine": name, "identity": "...", "peer": "...", "packages": "...", "values": {guest: [number]},
"others": {guest: [per cent]}}}}, of the budgets
{"machines": {name: {...}}, "figures": {key: {"median": number, "commit": "...", ...}}}.
Where nobody noted "time", "identity" or "packages" they are missing; "after" stands for the first (origin.py).
"""

import collections
import os

import building
import comparison
import growth
import journal
import origin

FOLDER = building.ROOT / "docs/results"
NAMES = ("figures", "peers", "starts", *growth.NAMES)
# What growth measures.
MEASURES = ("rate", "cpu", "instructions", "late")


def load(name):
    """Results that lie beside the pages; None if there are none."""
    kept = journal.load(FOLDER / f"{name}.json")
    if kept and "machines" not in kept:
        # As files were whose rows did not name their machines.
        kept = origin.placed(kept, _part(name))
    return kept


def _part(name):
    return "figures" if name == "figures" else "rows"


def keep():
    """Puts what was measured since beside the pages; returns the files that differ."""
    written = []
    for name in NAMES:
        measured, path = journal.FOLDER / f"{name}.json", FOLDER / f"{name}.json"
        if not (fresh := journal.load(measured)):
            continue
        new = merged(load(name), _fresh(name, fresh, origin.written(measured)))
        if new != journal.load(path):
            journal.save(path, new)
            written.append(os.path.relpath(path, building.ROOT))
    return written


def _fresh(name, measured, written):
    """What was measured, in the form that lies beside the pages."""
    if name != "figures":
        return summed(name, measured | {"machine": origin.dated(measured["machine"], written)})
    found = origin.placed(measured)
    return found | {"figures": {
        key: origin.dated(figure, written) for key, figure in found["figures"].items()}}


def merged(old, fresh):
    """What was measured before with what was measured now: of each row that which is later.

    So results that lie in some old tree change nothing.
    """
    last = fresh.pop("moment", "")
    if not old:
        return fresh
    part = "rows" if "rows" in fresh else "figures"
    rows = old[part] | {name: row for name, row in fresh[part].items()
                        if origin.is_later(row, old[part].get(name))}
    new = {"machines": old["machines"] | fresh["machines"]}
    if part == "rows":
        newest = max(map(origin.moment, old[part].values()), default="")
        new["failures"] = fresh["failures"] if last > newest else old["failures"]
    used = {row.get("machine") for row in rows.values()}
    new["machines"] = {name: machine for name, machine in new["machines"].items() if name in used}
    return new | {part: rows}


def summed(name, measured):
    """The rows of a part's steps."""
    machine = measured["machine"]
    where = {"commit": machine["commit"], "date": machine.get("date", ""),
             "machine": origin.name(machine), "identity": measured["identity"],
             "peer": measured["peer"] if "peer" in measured else origin.peer_of(machine)}
    where |= {key: machine[key] for key in ("time", "after") if key in machine}
    where |= {key: measured[key] for key in ("packages",) if measured.get(key)}
    rows, failures = {}, {}
    for step, found in measured["steps"].items():
        values, words = found["values"], step.split("/")
        guest = words[1] if name in growth.NAMES else words[-1]
        if "failure" in values:
            failures[step] = values["failure"]
            continue
        for measure, value in values.items():
            if not _is_figure(name, measure, value):
                continue
            row = rows.setdefault(f"{words[0]}/{measure}" if name in growth.NAMES else measure,
                                  where | {"values": {}, "others": {}})
            if "time" in found:
                row.pop("after", None)
                row["time"] = max(found["time"], row.get("time", ""))
                row["date"] = row["time"][:10]
            row["values"].setdefault(guest, []).append(value)
            row["others"].setdefault(guest, []).append(others(values, measure))
    for row in rows.values():
        row["others"] = {guest: used for guest, used in row["others"].items() if any_noted(used)}
    times = [step["time"] for step in measured["steps"].values() if "time" in step]
    return {"machines": {origin.name(machine): origin.hardware(machine)}, "failures": failures,
            "rows": rows, "moment": max([*times, origin.moment(machine)])}


def _is_figure(name, measure, value):
    if measure.startswith("others") or not isinstance(value, (int, float)):
        return False
    return name not in growth.NAMES or measure in MEASURES


def others(values, measure):
    """What others used of the machine while a step measured something; None if nobody noted it.

    A step notes it for all that it measures, for each row by its name, or both: then that of the row counts.
    """
    noted = {}
    for key, value in values.items():
        if key.startswith(comparison.OTHERS):
            noted |= comparison.others_by_row({comparison.OTHERS: value})
    return noted.get(measure, noted.get(comparison.WHOLE))


def any_noted(used):
    return any(value is not None for value in used)


def editions(found):
    """Lines that say what is of which commit.

    found   titles with the results of each, which hold "commit", "date" and "machine"
    """
    commits, machines = collections.defaultdict(list), collections.defaultdict(set)
    for title, result in found:
        commits[edition(result), result.get("machine")].append(title)
        machines[edition(result)].add(result.get("machine"))
    if not commits:
        return []

    def said(label, machine):
        return label if len(machines[label]) == 1 else f"{label}, on {machine or 'nobody noted where'}"
    most = max(commits, key=lambda commit: len(commits[commit]))
    rest = [f"of {said(*commit)}: {'; '.join(titles)}" for commit, titles in commits.items()
            if commit != most]
    return ["", f"Of commit {said(*most)}" + (f", but {'. And '.join(rest)}." if rest else ".")]


def edition(result):
    """The commit of a result, and its day."""
    day = f" ({result['date']})" if result.get("date") else ""
    return result.get("commit", "unknown") + day
