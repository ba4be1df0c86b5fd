"""Puts what was measured into the pages that show it: README.md and docs/performance.md.

Tables stand between two marks, `<!-- bench NAME -->` and `<!-- bench end -->`. One for which nothing
was measured stays as it is. The results that tables are made of lie beside them, in docs/results.
"""

import collections
import hashlib
import json
import pathlib
import re
import statistics
import subprocess

import building
import comparison
import growth
import losses
import origin
import results
import table
import usage

PAGES = ("README.md", "docs/performance.md")
PICTURES = "docs/growth"
PLOT = pathlib.Path(__file__).with_name("plot.py")
_BLOCK = re.compile(r"(?s)(<!-- bench ([a-z-]+) -->\n).*?(<!-- bench end -->)")
Guest = collections.namedtuple("Guest", "key title")
GUESTS = [
    Guest("swiftlet", "Swiftlet"), Guest("small", "Linux, cut down"),
    Guest("cloud", "Debian cloud kernel")]
# Rows of the comparison that are enough for the README.
SHORT = (
    "image", "boot.ping", "boot.dns", "boot.http", "memory.dns", "resident.load", "idle", "dns.100",
    "dns.100.p99", "dns.cpu", "dns.instructions.1", "http.rate", "http.cpu",
    "http.instructions.1", "bulk.in", "bulk.in.cpu", "bulk.out", "bulk.out.cpu")
# Instructions that are counted with -icount, by the rows of the comparison, and without, by budgets.
COUNTED = {
    "dns.instructions.1": "instructions.1", "dns.instructions.100": "instructions.100",
    "http.instructions.1": "http.1", "http.instructions.64": "http.64"}
# Kinds of growth: what points are, and what "each" is.
GROWN = {
    "zones": ("names in the zone", "query", "queries/s, 100 outstanding"),
    "connections": ("open connections", "request", "requests/s, min(64, connections) at once"),
    "timers": ("timers that wait at once", "timer", None),
    "sizes": ("bytes in a packet", "echo", "echoes/s, 100 at once"),
}


def refresh(say):
    """Rewrites the tables, and the pictures that show other results; returns what it wrote."""
    blocks, written = makers(), results.keep()
    for page in PAGES:
        path = building.ROOT / page
        old = path.read_text()
        new = _BLOCK.sub(lambda found: _replaced(found, blocks, page, say), old)
        if new != old:
            path.write_text(new)
            written.append(page)
    # At last: what fails here has cost nothing else, and is tried again the next time.
    return written + [picture for name in growth.NAMES for picture in _draw(name)]


def makers():
    """What makes the lines of each block, or None if nothing of it was measured."""
    return {"figures": lambda: _figures(table.BUDGETED), "harness": lambda: _figures(table.HARNESS),
            "comparison": _comparison, "comparison-short": lambda: _comparison(SHORT), "unikraft": _unikraft,
            "machine": _machines, "starts": _starts, "counts": _counts, "missed": _missed,
            **{name: (lambda name=name: _growth(name)) for name in growth.NAMES}}


def _replaced(found, blocks, page, say):
    name = found[2]
    if name not in blocks:
        raise building.Failure(f"{page} has a block “{name}”; there are: {' '.join(blocks)}")
    if not (lines := blocks[name]()):
        say(f"{page}: {name} stays as it is: nothing of it was measured here")
        return found[0]
    return found[1] + "\n".join(lines) + "\n" + found[3]


def _figures(rows):
    measured = results.load("figures")
    if not measured:
        return None
    figures = measured["figures"]
    lines = table.lines(rows, figures)
    shown = [(table.title(key), figures[key]) for key in table.keys(rows)
             if table.median(figures.get(key)) is not None]
    # The head alone is no table.
    return [*lines, *results.editions(shown)] if len(lines) > 2 else None


def _machines():
    """Each machine that results are of, and which; the latest first."""
    machines, editions, moments = {}, collections.defaultdict(dict), {}
    for name in results.NAMES:
        kept = results.load(name) or {"machines": {}, "rows": {}}
        machines |= kept["machines"]
        for row in (kept.get("rows") or kept.get("figures") or {}).values():
            where = row.get("machine")
            editions[where][results.edition(row)] = None
            moments[where] = max(origin.moment(row), moments.get(where, ""))
    return [f"- {_description(where, machines.get(where))}; what is of commit {', '.join(editions[where])}."
            for where in sorted(editions, key=moments.get, reverse=True)] or None


def _description(name, machine):
    if machine is None:
        return "a machine that nobody noted"
    return (f"{name}: {machine['processors']} processors ({machine['processor']}), Linux {machine['kernel']}, "
            f"{machine['qemu']}, {machine['swift']}")


def _rows(part):
    """The rows of a part's results; of peers those from start to first answer by the part starts.

    They are that part's where it has taken them later, or at the same commit more often; but never beside
    peers that have changed, if the others are beside those of today.
    """
    found = dict((results.load(part) or {"rows": {}})["rows"])
    if part == "peers":
        for name, row in (results.load("starts") or {"rows": {}})["rows"].items():
            if name not in found or _is_better(row, found[name]):
                found[name] = row
    return found


def _is_better(row, other):
    if _is_outdated(row) != _is_outdated(other):
        return _is_outdated(other)
    if origin.is_same_commit(row, other) and _runs(row) != _runs(other):
        return _runs(row) > _runs(other)
    return origin.is_later(row, other)


def _runs(row):
    return min(map(len, row["values"].values()), default=0)


def _is_outdated(row):
    """Whether the peers are others now than when a row was measured.

    What they are made of now are the packages of the latest results, whatever is installed here.
    """
    if origin.peer_of(row) != origin.peer():
        return True
    if "packages" not in row:
        return False
    rows = [other for name in results.NAMES if name != "figures"
            for other in (results.load(name) or {"rows": {}})["rows"].values() if "packages" in other]
    latest = max([row, *rows], key=origin.moment)
    return row["packages"] != latest["packages"]


def _comparison(rows=comparison.ROWS, part="peers"):
    kept = _rows(part)
    shown = [(comparison.ROWS[row].title, kept[row]) for row in rows if row in kept]
    if not shown:
        return None
    found = _compared(kept, (results.load(part) or {"failures": {}})["failures"])
    outdated = {row for row in rows if row in kept and _is_outdated(kept[row])}
    return [*found.table(rows, outdated), *results.editions(shown)]


def _counts():
    """Instructions as they are counted beside the peers, and as the gate counts them."""
    beside, figures = _rows("peers"), (results.load("figures") or {"figures": {}})["figures"]
    lines = ["| | with `-icount` | without | differs by |", "|---|---|---|---|"]
    for row, key in COUNTED.items():
        own = beside.get(row, {"values": {}})["values"].get("swiftlet")
        gate = figures.get(key)
        if own and table.median(gate) is not None:
            change = 100 * (gate["median"] / statistics.median(own) - 1)
            lines.append(f"| {comparison.ROWS[row].title} | {_spread(own)} | {_spread(gate['values'])} | "
                         f"{change:+.1f} % |")
    titles = {row: comparison.ROWS[row].title for row in COUNTED}
    shown = [(f"{titles[row]}, with", beside[row]) for row in COUNTED if row in beside]
    shown += [(f"{titles[row]}, without", figures[key]) for row, key in COUNTED.items()
              if table.median(figures.get(key)) is not None]
    return [*lines, *results.editions(shown)] if len(lines) > 2 else None


def _missed():
    """What is behind its goal, and why."""
    kept, figures = _rows("peers"), (results.load("figures") or {"figures": {}})["figures"]
    if not kept and not figures:
        return None
    outdated = {name for name, row in kept.items() if _is_outdated(row)}
    return losses.lines(_compared(kept), _growth_behind(), figures, outdated)


def _growth_behind():
    """Points of growth at which the cut-down Linux is ahead, by kind and title."""
    found = collections.defaultdict(list)
    for name in growth.NAMES:
        if not (kept := results.load(name)):
            continue
        values = _points(kept)
        for measure, title in _panels(name, values):
            for point in sorted({point for _, point, kind in values if kind == measure}):
                ours, theirs = (values.get((key, point, measure)) for key in ("swiftlet", "small"))
                ratio = _quotient(ours, theirs, measure)
                if ratio is not None and ratio < 1:
                    is_outdated = _is_outdated(kept["rows"][f"{point}/{measure}"])
                    found[name, f"{title}, against {GROWN[name][0]}"].append((point, ratio, is_outdated))
    return dict(found)


def _starts():
    """From start to first answer, where that was measured by itself."""
    return _comparison(part="starts")


def _unikraft():
    """Ours beside the best of Unikraft's figures, row by row."""
    kept = _rows("peers")
    measured = results.load("figures") or {"figures": {}}
    alone = {key: figure["median"] for key, figure in measured["figures"].items()
             if table.median(figure) is not None}
    return _compared(kept).against_unikraft(alone) if kept else None


def _compared(rows, failures=None):
    """What was measured of the guests side by side."""
    subjects = {guest.key: guest for guest in GUESTS}
    found = comparison.Comparison(GUESTS)
    for row, measured in rows.items():
        for key, values in measured["values"].items():
            others = measured["others"].get(key) or [None] * len(values)
            for value, used in zip(values, others):
                found.take(subjects[key], {row: value, "others": used})
    found.failures = [f"{step}: {text}" for step, text in (failures or {}).items()]
    return found


def _growth(name):
    """A table of how cost grows, and where its picture is."""
    kept = results.load(name)
    if not kept:
        return None
    picture = f"![{GROWN[name][0]}]({PICTURES.removeprefix('docs/')}/{name}.svg)"
    return [*growth_table(name, kept), *results.editions(list(kept["rows"].items())), "", picture]


def growth_table(name, kept):
    """A table of how cost grows, with what is to be said of it."""
    values, (others, disturbed) = _points(kept), _disturbed(kept)
    what, panels = GROWN[name][0], _panels(name, values)
    head = [what]
    for _, title in panels:
        head += [f"{title}: Swiftlet", "Linux", "times better"]
    lines, has_outdated = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"], False
    for point in sorted({point for _, point, _ in values}):
        cells = [f"{point:,}"]
        for measure, _ in panels:
            ours, theirs = (values.get((key, point, measure)) for key in ("swiftlet", "small"))
            marks = [_mark(disturbed, key, point, measure) for key in ("swiftlet", "small")]
            row = kept["rows"].get(f"{point}/{measure}")
            is_outdated = row is not None and _is_outdated(row)
            has_outdated |= is_outdated
            cells += [_spread(ours) + marks[0], _spread(theirs) + marks[1],
                      _ratio(ours, theirs, measure) + (comparison.OUTDATED if is_outdated else "")]
        lines.append("| " + " | ".join(cells) + " |")
    failed = [f"{step}: {text}" for step, text in kept["failures"].items()]
    return [*lines, "", comparison.disturbance(others), *comparison.outdating(has_outdated),
            *(f"not measured: {text}" for text in failed)]


def _disturbed(kept):
    """What others used of the machine in each run, and the figures that were disturbed much."""
    others, figures = [], set()
    for row, measured in kept["rows"].items():
        point, measure = row.split("/")
        for key, used in measured["others"].items():
            noted = [value for value in used if value is not None]
            others += noted
            if max(noted, default=0) >= usage.QUIET_PERCENT:
                figures.add((key, int(point), measure))
    return others, figures


def _mark(disturbed, key, point, measure):
    is_disturbed = (key, point, measure) in disturbed and measure != "instructions"
    return comparison.MARK if is_disturbed else ""


def _panels(name, values):
    """What is shown of a kind of growth: measures and titles."""
    _, each, rate = GROWN[name]
    panels = [("rate", rate)] if rate else []
    panels += [("cpu", f"host CPU for each {each}, µs"),
               ("instructions", f"instructions for each {each}")]
    if any(measure == "late" for _, _, measure in values):
        panels += [("late", f"by how much a {each} is late, mean, µs")]
    return panels


def _points(kept):
    """All values by guest, point and measure."""
    found = {}
    for row, measured in kept["rows"].items():
        point, measure = row.split("/")
        for key, values in measured["values"].items():
            found[key, int(point), measure] = values
    return found


def _spread(values):
    if not values:
        return ""
    middle = comparison.number(statistics.median(values))
    if len(values) == 1:
        return middle
    return f"{middle} ({comparison.number(min(values))} to {comparison.number(max(values))})"


def _ratio(ours, theirs, measure):
    quotient = _quotient(ours, theirs, measure)
    return "" if quotient is None else f"{quotient:.3g}"


def _quotient(ours, theirs, measure):
    """How many times as good ours is; None if one is missing."""
    if not ours or not theirs:
        return None
    own, other = statistics.median(ours), statistics.median(theirs)
    if measure == "rate":
        return own / other if other else None
    return other / own if own else None


def content(name):
    """What the picture of a kind of growth shows, as text; none if nothing of it was measured."""
    kept = results.load(name)
    if not kept:
        return None
    values = _points(kept)
    shown = {"x": GROWN[name][0], "panels": []}
    for measure, title in _panels(name, values):
        curves = []
        for guest in GUESTS[:2]:
            points = [[point, min(found), statistics.median(found), max(found)]
                      for (key, point, kind), found in sorted(values.items())
                      if (key, kind) == (guest.key, measure)]
            curves += [{"name": guest.title, "points": points}] if points else []
        shown["panels"].append({"y": title, "curves": curves})
    return json.dumps(shown)


def stamp(shown):
    """A comment in a picture, by which one knows what it shows, and how."""
    program = PLOT.read_bytes()
    return f"<!-- figures {hashlib.sha256(program + shown.encode()).hexdigest()[:16]} -->"


def _draw(name):
    """Draws what is not drawn yet; returns what it wrote."""
    shown, picture = content(name), f"{PICTURES}/{name}.svg"
    path = building.ROOT / picture
    if shown is None or path.exists() and stamp(shown) in path.read_text():
        return []
    path.parent.mkdir(exist_ok=True)
    fresh = path.with_suffix(".fresh.svg")
    done = subprocess.run(
        ["/usr/bin/python3", PLOT, fresh], input=shown, text=True, capture_output=True)
    if done.returncode:
        raise building.Failure(
            f"the picture of {name} is not drawn, all else is done (`Tools/bootstrap python3-matplotlib` "
            f"installs what draws): {done.stderr[-300:]}")
    fresh.write_text(fresh.read_text() + stamp(shown) + "\n")
    fresh.rename(path)
    return [picture]
