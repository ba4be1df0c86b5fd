"""Figures of several guests side by side: the rows, their goals, and the table."""

import dataclasses
import statistics

import journal
import usage
from elsewhere import ASIDES, INCOMPARABLE, UNIKRAFT, numbers


@dataclasses.dataclass(frozen=True)
class Row:
    """A line of the table.

    goal       the factor by which we are to be ahead of the cut-down Linux; None: it informs
    more       whether more is better
    elsewhere  Unikraft's figure, measured once on another machine
    """

    title: str
    unit: str
    goal: float | None = None
    more: bool = False
    elsewhere: str = ""

    def best_elsewhere(self):
        """The best of Unikraft's figures, of whatever build and run; None if there is none."""
        return (max if self.more else min)(numbers(self.elsewhere), default=None)


ROWS = {
    "image": Row("what QEMU loads (cut-down Linux: uncompressed)", "kB", elsewhere=UNIKRAFT["image"]),
    "boot.ping": Row("start to first ping answer", "ms", 10, elsewhere=UNIKRAFT["boot.ping"]),
    "boot.dns": Row("start to first DNS answer", "ms", 10, elsewhere=UNIKRAFT["boot.dns"]),
    "boot.http": Row("start to first HTTP answer", "ms", 10),
    "memory.dns": Row("smallest memory that answers DNS", "MiB", 10, elsewhere=UNIKRAFT["memory.dns"]),
    "resident.boot": Row("QEMU resident, after boot", "MiB", 10, elsewhere=UNIKRAFT["resident.boot"]),
    "resident.load": Row("QEMU resident, after DNS load", "MiB"),
    "resident.http": Row("QEMU resident, after HTTP load", "MiB"),
    "idle": Row("QEMU CPU when idle for 20 s", "%"),
    "ping": Row("ping round trip, median", "ms", 1, elsewhere=UNIKRAFT["ping"]),
    "dns.turn": Row("DNS queries, one after the other", "/s", 1, more=True),
    "dns.1": Row("DNS queries, 1 outstanding by dnsperf", "/s", 1, more=True, elsewhere=UNIKRAFT["dns.1"]),
    "dns.p50": Row("latency of a lone query, median", "ms", 1, elsewhere=UNIKRAFT["dns.p50"]),
    "dns.p99": Row("latency of a lone query, 99 %", "ms", 1, elsewhere=UNIKRAFT["dns.p99"]),
    "dns.100": Row(
        "DNS queries, 100 outstanding", "/s", 3, more=True, elsewhere=UNIKRAFT["dns.100"]),
    "dns.100.p50": Row("latency of 100 outstanding queries, median", "ms", 1),
    "dns.100.p99": Row("latency of 100 outstanding queries, 99 %", "ms", 1),
    "dns.cpu": Row("host CPU per 1,000 queries", "ms", 3, elsewhere=UNIKRAFT["dns.cpu"]),
    "dns.instructions.1": Row(
        "instructions per query, 1 outstanding", "", 1, elsewhere=UNIKRAFT["dns.instructions.1"]),
    "dns.instructions.100": Row(
        "instructions per query, 100 outstanding", "", 1, elsewhere=UNIKRAFT["dns.instructions.100"]),
    "http.rate": Row(
        "HTTP requests, 16 connections", "/s", 2, more=True, elsewhere=UNIKRAFT["http.rate"]),
    "http.p50": Row(
        "latency of HTTP requests, 16 connections, median", "ms", 1, elsewhere=UNIKRAFT["http.p50"]),
    "http.p99": Row(
        "latency of HTTP requests, 16 connections, 99 %", "ms", 1, elsewhere=UNIKRAFT["http.p99"]),
    "http.cpu": Row("host CPU per 1,000 requests", "ms", 1, elsewhere=UNIKRAFT["http.cpu"]),
    "http.instructions.1": Row(
        "instructions per request, 1 connection", "", 1, elsewhere=UNIKRAFT["http.instructions.1"]),
    "http.instructions.64": Row("instructions per request, 64 connections", "", 1),
    "bulk.in": Row("bulk TCP to the guest", "MB/s", 1, more=True),
    "bulk.in.cpu": Row("host CPU per GB to it", "s", 1),
    "bulk.out": Row("bulk TCP from the guest", "MB/s", 1, more=True),
    "bulk.out.cpu": Row("host CPU per GB from it", "s", 1),
}

# What is measured of ours alone, for which there are figures of Unikraft.
ALONE = {
    "instructions.boot": Row(
        "instructions from the start to the first DNS answer (without `-icount`)", "millions",
        elsewhere=UNIKRAFT["instructions.boot"]),
    "idle.instructions": Row("instructions when idle", "/s", elsewhere=UNIKRAFT["idle.instructions"]),
}


# Behind figures that were taken while others used much of the machine.
MARK = " †"
# Who used the processors for less than that is not judged.
LEAST_SECONDS = 1
# What a step notes of how much others used: by rows, and of all that it did.
OTHERS, WHOLE = "others", "step"
# Behind ratios to a peer that is another one now than it was then.
OUTDATED = " ‡"
# Rows that depend on no clock.
UNDISTURBED = {"image", "memory.dns", *(name for name in ROWS if ".instructions." in name)}


def in_turn(guests, run):
    """The guests in the order in which a run takes them: who comes first changes."""
    return guests if run % 2 == 0 else guests[::-1]


def take_turns(bench, part, identity, steps):
    """Measures guests in turns, step by step, and keeps what was found; goes on where it ended.

    steps   the name of each, the guests, and what takes bench and guest and returns figures by rows

    Whoever calls this has asked the bench how often to measure, and how long.
    """
    result = bench.comparison = bench.comparison or Comparison(steps[0][1], bench.say)
    book = journal.Journal(
        bench.journal_name(part), identity, bench.machine, sum(len(guests) for _, guests, _ in steps), bench.say)

    def measured(probe, guest):
        bench.wait_for_quiet()
        window = usage.Window()
        values = probe(bench, guest)
        noted = values.pop(OTHERS, {})
        return values | {OTHERS: {WHOLE: window.end().others, **noted}}

    for name, guests, probe in steps:
        for guest in guests:
            result.take(guest, book.step(f"{name}/{guest.key}", lambda: measured(probe, guest)))
    bench.unmeasured += [f"{part}: {name}" for name in book.finish()]


def others_by_row(values):
    """How much others used while a step was measured: by rows where it noted that, and in all of it."""
    others = values.get(OTHERS)
    if isinstance(others, dict):
        return others
    # Once it was one number, and before that nobody looked.
    return {} if others is None else {WHOLE: others}


def note_others(found, window, *rows):
    """Notes with what a step found how much others used while the figures of some rows were taken.

    Of less than a second that is not known: the kernel counts in ticks of 10 ms. Then that of the step counts.
    """
    if window.seconds >= LEAST_SECONDS:
        found.setdefault(OTHERS, {}).update({row: window.others for row in rows})


def disturbance(others):
    """A line on how much of the machine others used while something was measured, by runs."""
    if not others:
        return "How much of the processors others used meanwhile was not noted."
    said = f"{statistics.median(others):.0f} % ({min(others):.0f} to {max(others):.0f})"
    return (f"Others used {said} of the processors meanwhile; {MARK.strip()} marks figures of which a run was "
            f"disturbed by {usage.QUIET_PERCENT} % or more.")


def outdating(has_outdated):
    """A line on ratios to peers that have changed, where there are any."""
    if not has_outdated:
        return []
    return ["", f"{OUTDATED.strip()} marks ratios to peers as they were then: Tools/peers, how they are "
            "started, or a package that they are made of has changed since. What was missed is said all the "
            "same; reached is nothing by them."]


class Comparison:
    """What was measured of each guest.

    others      how much of the processors other processes and the host used, of each step that noted it
    disturbed   rows and guests of which a value was taken while that was much
    """

    def __init__(self, subjects, say=lambda _: None):
        self.titles = {subject.key: subject.title for subject in subjects}
        self.values = {}
        self.failures = []
        self.others = []
        self.disturbed = set()
        self.say = say

    def add(self, subject, row, value):
        """Takes a figure of a guest."""
        self.values.setdefault(row, {}).setdefault(subject.key, []).append(value)
        self.say(f"  {subject.title}: {ROWS[row].title} {number(value)} {ROWS[row].unit}")

    def take(self, subject, values):
        """Takes what a step found: figures by their rows, or a failure, and what others used."""
        others = others_by_row(values)
        if WHOLE in others:
            self.others.append(others[WHOLE])
            self.say(f"  {subject.title}: others used {others[WHOLE]:.0f} % of the CPUs")
        for row, value in values.items():
            if row == OTHERS:
                continue
            if others.get(row, others.get(WHOLE, 0)) >= usage.QUIET_PERCENT and row not in UNDISTURBED:
                self.disturbed.add((row, subject.key))
            if row == "failure":
                self.failures.append(f"{subject.title}: {value}")
                self.say(f"  {self.failures[-1]}")
            else:
                self.add(subject, row, value)

    def ratio(self, row, key):
        """How many times as good our median is as another guest's; None if one is missing."""
        values = self.values.get(row, {})
        if "swiftlet" not in values or key not in values:
            return None
        own, other = (statistics.median(values[name]) for name in ("swiftlet", key))
        if ROWS[row].more:
            return own / other if other else None
        return other / own if own else float("inf")

    def against_unikraft(self, figures):
        """A table of our medians beside the best of Unikraft's figures, row by row.

        figures   medians of what is measured of ours alone, by the keys of `ALONE`
        """
        lines = ["| | Swiftlet | Unikraft's best, elsewhere | times better |", "|---|---|---|---|"]
        for name, (row, own, ratio) in self._beside_unikraft(figures).items():
            said = "none at all" if ratio == float("inf") else f"{ratio:.3g}"
            if ratio < 1:
                said += " behind"
            if name in INCOMPARABLE:
                said = "not compared"
            unit = f", {row.unit}" if row.unit else ""
            best = number(row.best_elsewhere()) + aside(name)
            lines.append(f"| {row.title}{unit} | {number(own)} | {best} | {said} |")
        return lines

    def behind_unikraft(self):
        """Rows of which the best of Unikraft's figures is better than our median, and how ours is to it."""
        return {name: ratio for name, (_, _, ratio) in self._beside_unikraft({}).items()
                if ratio < 1 and name not in INCOMPARABLE}

    def _beside_unikraft(self, figures):
        """Rows of which there are figures of Unikraft, our medians, and how many times as good those are."""
        rows = {name: (row, statistics.median(self.values[name]["swiftlet"]))
                for name, row in ROWS.items() if self.values.get(name, {}).get("swiftlet")}
        rows |= {name: (row, figures[name]) for name, row in ALONE.items() if name in figures}
        found = {}
        for name, (row, own) in rows.items():
            if (best := row.best_elsewhere()) is not None:
                ratio = own / best if row.more else best / own if own else float("inf")
                found[name] = row, own, ratio
        return found

    def missed(self):
        """Rows whose goal against the cut-down Linux is not reached."""
        ratios = {row: self.ratio(row, "small") for row in ROWS if ROWS[row].goal is not None}
        return [row for row, ratio in ratios.items() if ratio is not None and ratio < ROWS[row].goal]

    def table(self, rows=ROWS, outdated=()):
        """The table as lines of Markdown, of some rows.

        outdated   rows that were measured beside peers that are others now
        """
        titles = [*self.titles.values()]
        others = [key for key in self.titles if key != "swiftlet"]
        head = ["", titles[0]]
        for key in others:
            head += [self.titles[key], "times better"]
        head += ["goal", "Unikraft, elsewhere"]
        lines = ["| " + " | ".join(head) + " |", "|---" * len(head) + "|"]
        for name in rows:
            if name in self.values:
                cells = self._cells(name, ROWS[name], others, name in outdated)
                lines.append("| " + " | ".join(cells) + " |")
        lines += ["", "Medians, with the least and the greatest where there are several. "
                  + disturbance(self.others), *outdating(outdated)]
        return lines + [f"not measured: {failure}" for failure in self.failures]

    def _cells(self, name, row, others, is_outdated):
        unit = f", {row.unit}" if row.unit else ""
        cells = [row.title + unit + self._runs(name), self._figure(name, "swiftlet")]
        mark = OUTDATED if is_outdated else ""
        for key in others:
            ratio = self.ratio(name, key)
            cells += [self._figure(name, key), "" if ratio is None else f"{ratio:.3g}{mark}"]
        goal = "" if row.goal is None else f"{row.goal:g}"
        if name in self.missed():
            goal += " missed"
        return cells + [goal, row.elsewhere + aside(name)]

    def _runs(self, name):
        """How often a start was taken: those vary most, and are taken more often than the rest."""
        if not name.startswith("boot."):
            return ""
        counts = [len(values) for values in self.values[name].values()]
        said = f"{min(counts)} to {max(counts)}" if min(counts) < max(counts) else str(counts[0])
        return f" (n = {said})"

    def _figure(self, name, key):
        values = self.values[name].get(key)
        if not values:
            return ""
        middle = number(statistics.median(values))
        mark = MARK if (name, key) in self.disturbed else ""
        if len(values) == 1 or min(values) == max(values):
            return middle + mark
        return f"{middle} ({number(min(values))} to {number(max(values))}){mark}"


def aside(name):
    """What Unikraft's figure is of, where that is something else than ours."""
    return f" ({ASIDES[name]})" if name in ASIDES else ""


def number(value):
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
