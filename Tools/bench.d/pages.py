"""Puts what was measured into the pages that show it: README.md and docs/performance.md.

Tables stand between two marks, `<!-- bench NAME -->` and `<!-- bench end -->`. One for which nothing
was measured stays as it is. The results that tables are made of lie beside them, in docs/results.
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
RESULTS = building.ROOT / "docs/results"
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
    blocks, written = makers(), _keep_results()
    for name in growth.NAMES:
        if results := _kept(name):
            _draw(name, _points(results))
    for page in PAGES:
        path = building.ROOT / page
        old = path.read_text()
        new = _BLOCK.sub(lambda found: _replaced(found, blocks, page, say), old)
        if new != old:
            path.write_text(new)
            written.append(page)
    return written


def makers():
    """What makes the lines of each block, or None if nothing of it was measured."""
    return {"figures": lambda: _figures(table.BUDGETED), "harness": lambda: _figures(table.HARNESS),
            "comparison": _comparison, "comparison-short": lambda: _comparison(SHORT), "unikraft": _unikraft,
            "machine": lambda: _machine("peers"), "starts": _starts,
            **{name: (lambda name=name: _growth(name)) for name in growth.NAMES}}


def _keep_results():
    """Puts the results that tables are made of beside the pages; returns what differed.

    Figures that were not measured here stay what they were: each says of which commit it is.
    """
    written = []
    for name in ("figures", "peers", "starts", *growth.NAMES):
        path = RESULTS / f"{name}.json"
        new, old = journal.load(journal.FOLDER / path.name), _kept(name)
        if new and old and name == "figures":
            new["figures"] = old["figures"] | new["figures"]
        if new and new != old:
            journal.save(path, new)
            written.append(str(path.relative_to(building.ROOT)))
    return written


def _kept(name):
    """Results that lie beside the pages; None if there are none."""
    return journal.load(RESULTS / f"{name}.json")


def _replaced(found, blocks, page, say):
    name = found[2]
    if name not in blocks:
        raise building.Failure(f"{page} has a block “{name}”; there are: {' '.join(blocks)}")
    if not (lines := blocks[name]()):
        say(f"{page}: {name} stays as it is: nothing of it was measured here")
        return found[0]
    return found[1] + "\n".join(lines) + "\n" + found[3]


def _figures(rows):
    measured = _kept("figures")
    lines = table.lines(rows, measured["figures"]) if measured else []
    # The head alone is no table.
    return lines if len(lines) > 2 else None


def _machine(part):
    results = _kept(part)
    if not results:
        return None
    machine = results["machine"]
    return [f"{machine['processors']} processors ({machine['processor']}), Linux "
            f"{machine['kernel']}, {machine['qemu']}, {machine['swift']}; commit "
            f"{machine['commit']}."]


def _comparison(rows=comparison.ROWS):
    found = _compared("peers")
    return found and found.table(rows)


def _starts():
    """From start to first answer, where that was measured by itself."""
    found = _compared("starts")
    return found and [*found.table(), "", "Measured on: " + _machine("starts")[0]]


def _unikraft():
    """Ours beside the best of Unikraft's figures, row by row."""
    found = _compared("peers")
    measured = _kept("figures") or {"figures": {}}
    return found and found.against_unikraft(
        {key: figure["median"] for key, figure in measured["figures"].items()
         if figure["median"] is not None})


def _compared(part):
    """What a part measured of the guests side by side; None if nothing was."""
    results = _kept(part)
    if not results:
        return None
    subjects = {guest.key: guest for guest in GUESTS}
    found = comparison.Comparison(GUESTS)
    for name, step in results["steps"].items():
        found.take(subjects[name.split("/")[-1]], step["values"])
    return found


def _growth(name):
    """A table of how cost grows, and where its picture is."""
    results = _kept(name)
    if not results:
        return None
    values = _points(results)
    what, panels = GROWN[name][0], _panels(name, values)
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
    picture = f"{PICTURES.removeprefix('docs/')}/{name}.svg"
    return [*lines, "", *(f"not measured: {text}" for text in failed), f"![{what}]({picture})"]


def _panels(name, values):
    """What is shown of a kind of growth: measures and titles."""
    _, each, rate = GROWN[name]
    panels = [("rate", rate)] if rate else []
    panels += [("cpu", f"host CPU for each {each}, µs"),
               ("instructions", f"instructions for each {each}")]
    if any(measure == "late" for _, _, measure in values):
        panels += [("late", f"by how much a {each} is late, mean, µs")]
    return panels


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


def _draw(name, values):
    content = {"x": GROWN[name][0], "panels": []}
    for measure, title in _panels(name, values):
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
