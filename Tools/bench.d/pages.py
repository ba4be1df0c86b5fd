"""Puts what was measured into the pages that show it: README.md and docs/performance.md.

Tables stand between two marks, `<!-- bench NAME -->` and `<!-- bench end -->`. One for which nothing
was measured stays as it is.
"""

import collections
import json
import re
import statistics
import subprocess

import building
import comparison
import growth
import journal
import table

PAGES = ("README.md", "docs/performance.md")
PICTURES = "docs/growth"
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
# Kinds of growth: what points are, and what "each" is.
GROWN = {
    "zones": ("names in the zone", "query", "queries/s, 100 outstanding"),
    "connections": ("open connections", "request", "requests/s, 64 at once"),
    "timers": ("timers that wait at once", "timer", None),
    "sizes": ("bytes in a packet", "echo", "echoes/s, 100 at once"),
}


def refresh(say):
    """Rewrites the tables and pictures for which there are results; returns what it wrote."""
    blocks = {"figures": _figures, "harness": _harness, "comparison": _comparison,
              "comparison-short": lambda: _comparison(SHORT), "unikraft": _unikraft,
              "machine": _machine}
    blocks |= {name: (lambda name=name: _growth(name)) for name in growth.NAMES}
    written = []
    for page in PAGES:
        path = building.ROOT / page
        old = path.read_text()
        new = _BLOCK.sub(lambda found: _replaced(found, blocks, page, say), old)
        if new != old:
            path.write_text(new)
            written.append(page)
    return written


def _replaced(found, blocks, page, say):
    name = found[2]
    if name not in blocks:
        raise building.Failure(f"{page} has a block “{name}”; there are: {' '.join(blocks)}")
    if not (lines := blocks[name]()):
        say(f"{page}: {name} stays as it is: nothing of it was measured here")
        return found[0]
    return found[1] + "\n".join(lines) + "\n" + found[3]


def _figures():
    measured = journal.load(journal.FOLDER / "figures.json")
    return measured and table.lines(table.BUDGETED, measured["figures"])


def _harness():
    measured = journal.load(journal.FOLDER / "figures.json")
    return measured and table.lines(table.HARNESS, measured["figures"])


def _machine():
    results = journal.load(journal.FOLDER / "peers.json")
    if not results:
        return None
    machine = results["machine"]
    return [f"{machine['processors']} processors ({machine['processor']}), Linux "
            f"{machine['kernel']}, {machine['qemu']}, {machine['swift']}; commit "
            f"{machine['commit']}."]


def _comparison(rows=comparison.ROWS):
    found = _compared()
    return found and found.table(rows)


def _unikraft():
    """Ours beside the best of Unikraft's figures, row by row."""
    found = _compared()
    measured = journal.load(journal.FOLDER / "figures.json") or {"figures": {}}
    return found and found.against_unikraft(
        {key: figure["median"] for key, figure in measured["figures"].items()
         if figure["median"] is not None})


def _compared():
    """What was measured of the guests side by side; None if nothing was."""
    results = journal.load(journal.FOLDER / "peers.json")
    if not results:
        return None
    subjects = {guest.key: guest for guest in GUESTS}
    found = comparison.Comparison(GUESTS)
    for name, step in results["steps"].items():
        found.take(subjects[name.split("/")[-1]], step["values"])
    return found


def _growth(name):
    """A table and a picture of how cost grows."""
    results = journal.load(journal.FOLDER / f"{name}.json")
    if not results:
        return None
    values = _points(results)
    what, each, rate = GROWN[name]
    panels = [("rate", rate)] if rate else []
    panels += [("cpu", f"host CPU for each {each}, µs"),
               ("instructions", f"instructions for each {each}")]
    if any(measure == "late" for _, _, measure in values):
        panels += [("late", f"by how much a {each} is late, mean, µs")]
    head = [what]
    for _, title in panels:
        head += [f"{title}: Swiftlet", "Linux", "times better"]
    lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
    for point in sorted({point for _, point, _ in values}):
        cells = [f"{point:,}"]
        for measure, _ in panels:
            ours, theirs = (values.get((key, point, measure)) for key in ("swiftlet", "small"))
            cells += [_spread(ours), _spread(theirs), _ratio(ours, theirs, measure)]
        lines.append("| " + " | ".join(cells) + " |")
    failed = [f"{step}: {kept['values']['failure']}" for step, kept in results["steps"].items()
              if "failure" in kept["values"]]
    _draw(name, what, panels, values)
    picture = f"{PICTURES.removeprefix('docs/')}/{name}.svg"
    return [*lines, "", *(f"not measured: {text}" for text in failed), f"![{what}]({picture})"]


def _points(results):
    """All values by guest, point and measure."""
    found = collections.defaultdict(list)
    for name, step in results["steps"].items():
        point, key, _ = name.split("/")
        for measure, value in step["values"].items():
            if measure in ("rate", "cpu", "instructions", "late"):
                found[key, int(point), measure].append(value)
    return found


def _spread(values):
    if not values:
        return ""
    middle = comparison.number(statistics.median(values))
    if len(values) == 1:
        return middle
    return f"{middle} ({comparison.number(min(values))} to {comparison.number(max(values))})"


def _ratio(ours, theirs, measure):
    if not ours or not theirs:
        return ""
    own, other = statistics.median(ours), statistics.median(theirs)
    return f"{own / other if measure == 'rate' else other / own:.3g}"


def _draw(name, what, panels, values):
    content = {"x": what, "panels": []}
    for measure, title in panels:
        curves = []
        for guest in GUESTS[:2]:
            points = [[point, min(found), statistics.median(found), max(found)]
                      for (key, point, kind), found in sorted(values.items())
                      if (key, kind) == (guest.key, measure)]
            curves += [{"name": guest.title, "points": points}] if points else []
        content["panels"].append({"y": title, "curves": curves})
    folder = building.ROOT / PICTURES
    folder.mkdir(exist_ok=True)
    program = building.ROOT / "Tools/bench.d/plot.py"
    done = subprocess.run(
        ["/usr/bin/python3", program, folder / f"{name}.svg"], input=json.dumps(content),
        text=True, capture_output=True)
    if done.returncode:
        raise building.Failure(
            f"the picture of {name} is not drawn (python3-matplotlib?): {done.stderr[-300:]}")
