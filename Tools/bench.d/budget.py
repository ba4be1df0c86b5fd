"""What the dns guest must reach, what was measured, and the table that compares them."""

import contextlib
import dataclasses
import json
import statistics

import elsewhere
import journal
import origin
from baseline import Baseline
from elsewhere import UNIKRAFT
from figure import Figure


@dataclasses.dataclass(frozen=True)
class Budget:
    """One line of the table.

    target     at most this much (or at least, if `at_least`); None: nothing is asked, it informs
    gates      whether missing the target fails the run: counts and sizes do. Times never do, as
               they depend on the machine and on who else uses it
    counts     whether it is a count or a size that does not drift: it is compared with that of the
               baseline, a commit before, and fails the run if it is worse by more than
               `baseline.tolerance` allows
    worst      whether the worst value is judged instead of the median: what must never happen
    elsewhere  the best figure known of others, not of this machine
    """

    title: str
    unit: str = ""
    target: float | None = None
    at_least: bool = False
    gates: bool = False
    counts: bool = False
    worst: bool = False
    elsewhere: str = ""

    def is_reached(self, values):
        """Whether values reach the target; None if there is none, or no value."""
        if self.target is None or not values:
            return None
        if self.at_least:
            return (min(values) if self.worst else statistics.median(values)) >= self.target
        return (max(values) if self.worst else statistics.median(values)) <= self.target


# Queries per second and processor time per query are asked as ratios to Unikraft's figures taken on
# the same machine. Unikraft is not here, so the strictest of its figures from elsewhere stand in.
UNIKRAFT_RATE = max(elsewhere.numbers(UNIKRAFT["dns.100"]))
UNIKRAFT_CPU = min(elsewhere.numbers(UNIKRAFT["dns.cpu"]))
# Twice as many as nginx makes on Linux.
HTTP_RATE = 2 * max(elsewhere.numbers(elsewhere.LINUX_RATE))
_DOWNLOAD = f"{elsewhere.LINUX_DOWNLOAD} MB/s cut-down Linux"
_DOWNLOAD_CPU = f"{elsewhere.LINUX_DOWNLOAD_CPU} s cut-down Linux"

BUDGETS = {
    "size.dns": Budget(
        "dns image, stripped", "bytes", 158_000, gates=True, counts=True,
        elsewhere=f"{elsewhere.INCLUDEOS_IMAGE}, {UNIKRAFT['image']} kB Unikraft"),
    "size.hello": Budget("hello image, stripped", "bytes", 40_000, gates=True, counts=True),
    "size.gdb": Budget(
        "gdb's stub in the dns image", "bytes", 24_000, counts=True),
    "stub.1": Budget(
        "instructions per query, 1 outstanding, more with gdb's stub linked and nobody attached", "%", 1,
        gates=True),
    "stub.100": Budget(
        "instructions per query, 100 outstanding, more with gdb's stub linked and nobody attached", "%", 1,
        gates=True),
    "boot.dns": Budget(
        "QEMU start to first DNS answer", "ms", 60,
        elsewhere=f"{UNIKRAFT['boot.dns']} ms Unikraft, {elsewhere.QEMU_ITSELF}"),
    "boot.dns.machine": Budget("  processor time of QEMU's own thread until then", "ms"),
    "boot.dns.guest": Budget("  processor time of the guest's thread until then", "ms"),
    "boot.ping": Budget("QEMU start to first ping answer", "ms", 60),
    "instructions.boot": Budget("instructions to first DNS answer", "millions"),
    "instructions.translated": Budget(
        "instructions that QEMU translates to first DNS answer", "", counts=True),
    "instructions.1": Budget(
        "instructions per query, 1 outstanding", "", 6_000, gates=True, counts=True,
        elsewhere=f"{UNIKRAFT['dns.instructions.1']} Unikraft"),
    "instructions.100": Budget(
        "instructions per query, 100 outstanding", "", 4_000, gates=True, counts=True,
        elsewhere=f"{UNIKRAFT['dns.instructions.100']} Unikraft"),
    "costs.start": Budget(
        "instructions from entry to Service.start, hello", "", 2_000_000, gates=True, counts=True),
    "costs.interrupt": Budget(
        "instructions from interrupt entry to device handler", "", 150, gates=True, counts=True),
    "costs.allocation": Budget(
        "instructions per allocation and free, median of mixed sizes", "", 120, gates=True, counts=True),
    "costs.timer": Budget(
        "instructions to set one timer and let it fire", "", 600, gates=True, counts=True),
    "costs.sleep": Budget("instructions per Task.sleep, from its call to its return", "", counts=True),
    "idle.timer": Budget(
        "timer interrupts while idle", "", 0, gates=True, worst=True),
    "idle.device": Budget("device interrupts while idle", ""),
    "idle.instructions": Budget(
        "instructions per second when idle", "/s", 0, gates=True, worst=True,
        elsewhere=f"{UNIKRAFT['idle.instructions']}/s Unikraft"),
    "idle.cpu": Budget("QEMU CPU when idle", "%", 0.5),
    "curve.zone.1": Budget("instructions per query, 1 name", "", counts=True),
    "curve.zone.1000": Budget("instructions per query, 1,000 names", "", counts=True),
    "curve.zone.100000": Budget("instructions per query, 100,000 names", "", counts=True),
    "curve.connections.1": Budget(
        "instructions per request in turn, 1 open connection", "", counts=True),
    "curve.connections.1000": Budget(
        "instructions per request in turn, 1,000 open connections", "", counts=True),
    "curve.timers.1": Budget("instructions per alarm, 1 at once", "", counts=True),
    "curve.timers.1000": Budget("instructions per alarm, 1,000 at once", "", counts=True),
    "curve.bytes.64": Budget("instructions per echo, 64 bytes a packet", "", counts=True),
    "curve.bytes.1500": Budget("instructions per echo, 1,500 bytes a packet", "", counts=True),
    "memory.smallest": Budget(
        "smallest memory that boots and answers", "MiB", 3, gates=True, counts=True,
        elsewhere=f"{UNIKRAFT['memory.dns']} MiB Unikraft, {elsewhere.INCLUDEOS_MEMORY}"),
    "memory.hello": Budget(
        "smallest memory with which hello boots and ends well", "MiB", 2, gates=True, counts=True),
    "memory.heap": Budget("heap in use with that memory", "bytes"),
    "memory.peak": Budget("heap at its peak", "bytes"),
    "load.lost": Budget("queries lost, 100 outstanding", "", 0, gates=True, worst=True),
    "load.rate": Budget(
        "queries per second, 100 outstanding", "/s", 1.5 * UNIKRAFT_RATE, at_least=True,
        elsewhere=f"{UNIKRAFT['dns.100']}/s Unikraft; target 1.5 x {UNIKRAFT_RATE:,.0f}"),
    "load.cpu": Budget(
        "QEMU CPU per query", "µs", 0.6 * UNIKRAFT_CPU,
        elsewhere=f"{UNIKRAFT['dns.cpu']} µs Unikraft; target 0.6 x {UNIKRAFT_CPU:.0f}"),
    "load.latency": Budget("average latency, 100 outstanding", "ms"),
    "tcp.1": Budget(
        "instructions per TCP echo of 250 bytes, 1 connection", "", 7_000, gates=True, counts=True,
        elsewhere=f"{UNIKRAFT['http.instructions.1']} per HTTP request Unikraft"),
    "tcp.64": Budget(
        "instructions per TCP echo of 250 bytes, 64 connections", "", 5_000, gates=True,
        counts=True),
    "tcp.in": Budget(
        "bulk TCP to the guest", "MB/s", elsewhere.LINUX_DOWNLOAD, at_least=True,
        elsewhere=f"{_DOWNLOAD} from the guest"),
    "tcp.in.cpu": Budget(
        "QEMU CPU per GB", "s", elsewhere.LINUX_DOWNLOAD_CPU, elsewhere=f"{_DOWNLOAD_CPU} from the guest"),
    "tcp.out": Budget(
        "bulk TCP from the guest", "MB/s", elsewhere.LINUX_DOWNLOAD, at_least=True,
        elsewhere=_DOWNLOAD),
    "tcp.out.cpu": Budget(
        "QEMU CPU per GB", "s", elsewhere.LINUX_DOWNLOAD_CPU, elsewhere=_DOWNLOAD_CPU),
    "tcp.idle": Budget(
        "heap per idle TCP connection, its task included", "bytes", 5_500, gates=True, counts=True),
    "http.1": Budget(
        "instructions per HTTP request, body of 100 bytes, 1 connection", "", 7_000, gates=True,
        counts=True, elsewhere=f"{UNIKRAFT['http.instructions.1']} Unikraft, "
        f"{elsewhere.LINUX_INSTRUCTIONS} nginx on cut-down Linux"),
    "http.64": Budget(
        "instructions per HTTP request, body of 100 bytes, 64 connections", "", 6_200, gates=True,
        counts=True),
    "http.rate.16": Budget(
        "HTTP requests per second, 16 connections, wrk", "/s", HTTP_RATE, at_least=True,
        elsewhere=f"{elsewhere.LINUX_RATE}/s nginx on cut-down Linux; target twice its best"),
    "http.spread.16": Budget(
        "from its slowest to its fastest run, of the median", "%", 20, worst=True,
        elsewhere=f"{UNIKRAFT['http.rate']} requests/s Unikraft"),
    "http.cpu.spread.16": Budget("the same of QEMU's CPU per request", "%"),
    "http.control.16": Budget("the same of nginx on this host instead of the guest", "%"),
    "http.rate.64": Budget("HTTP requests per second, 64 connections, wrk", "/s"),
    "http.spread.64": Budget(
        "from its slowest to its fastest run, of the median, 64 connections", "%", 20, worst=True),
    "http.cpu.spread.64": Budget("the same of QEMU's CPU per request, 64 connections", "%"),
    "http.control.64": Budget(
        "the same of nginx on this host instead of the guest, 64 connections", "%"),
    "test.binary": Budget("whole dns test, runner binary", "ms", 400),
    "test.swift-run": Budget("whole dns test, swift run", "ms", 1200),
    "sampler.handler": Budget(
        "instructions of the sampler's handler, 30 frames", "", 400, gates=True, counts=True),
    "sampler.sample": Budget("instructions of a sample, from interrupt to return", "", counts=True),
    "sampler.share.1k": Budget("of all instructions for sampling, 1 kHz", "%", 0.05, gates=True),
    "sampler.share.10k": Budget("of all instructions for sampling, 10 kHz", "%", 0.5, gates=True),
    "sampler.throughput.99": Budget(
        "dns queries at 99 Hz against none, paired", "%", 99, at_least=True),
    "sampler.throughput.1k": Budget(
        "dns queries at 1 kHz against none, paired", "%", 94, at_least=True),
    "sampler.error.99": Budget("95 % confidence of the median of those, 99 Hz", "±%"),
    "sampler.error.1k": Budget("95 % confidence of the median of those, 1 kHz", "±%"),
    "sampler.cpu.99": Budget("QEMU's time for a query, more at 99 Hz than without", "%"),
    "sampler.cpu.1k": Budget("QEMU's time for a query, more at 1 kHz than without", "%"),
    "sampler.rate": Budget(
        "samples delivered by a busy guest, TCG, 12 kHz asked", "/s", 10_000, at_least=True),
    "sampler.rate.dns": Budget(
        "samples delivered by dns under load beside its client, 12 kHz asked", "/s"),
    "sampler.rate.counted": Budget(
        "samples delivered where instructions are counted, 100 kHz asked", "/s", 99_900,
        at_least=True, gates=True),
    "sampler.unaccounted": Budget(
        "samples neither recorded nor counted as dropped", "", 0, gates=True, worst=True),
    "sampler.size": Budget(
        "sampler in the dns image when linked", "bytes", 12_000, gates=True, counts=True),
    "sampler.absent": Budget(
        "symbols of the sampler in the dns image without it", "", 0, gates=True, worst=True),
    "rates.0": Budget("dns queries with the sampler linked, not sampling, against without", "%"),
    "rates.99": Budget(
        "dns queries while sampling at 99 Hz, against no sampler", "%", 99, at_least=True),
    "rates.1000": Budget(
        "dns queries while sampling at 1,000 Hz, against no sampler", "%", 94, at_least=True),
    "rates.10000": Budget("dns queries while sampling at 10,000 Hz, against no sampler", "%"),
    "runner.overhead": Budget("harness around one test", "ms", 60),
    "runner.tail": Budget("harness around one test, of 19 in 20 runs", "ms", 120),
    "runner.dns": Budget("dns service through the built runner, command to verdict", "ms", 150),
    "runner.ping": Budget("ping service through the built runner, command to verdict", "ms", 150),
    "runner.trace": Budget("failure to symbolised trace on screen", "ms", 100),
    "runner.refusal": Budget("QEMU's refusal to verdict", "ms", 50),
    "runner.hang": Budget("limit for readiness to verdict, with the trace", "ms", 100),
    "runner.suite": Budget("50 hello services, two at a time", "s", 15),
    "profiler.symbols": Budget(
        "addresses symbolised with inlines, warm", "/s", 1_000_000, at_least=True),
    "profiler.cold": Budget("10,000 samples of 1,000 stacks symbolised, cold", "ms"),
    "profiler.unwind": Budget(
        "stacks of 27 frames unwound", "/s", 500_000, at_least=True,
        elsewhere=elsewhere.UNWINDERS),
    "profiler.folded": Budget(
        "collapsed stacks to SVG", "MB/s", 40, at_least=True, elsewhere=elsewhere.INFERNO),
    "profiler.picture": Budget(
        "10,000 different stacks to SVG", "ms", 100, elsewhere=elsewhere.FLAME_GRAPH),
    "profiler.outputs": Budget("10 s at 1 kHz to every output", "ms", 1000),
    "gdb.attach": Budget("gdb: start to first prompt, attached", "ms", 300),
    "gdb.read": Budget("gdb: memory read through the kernel's stub", "MB/s", 1, at_least=True),
    "gdb.read.ratio": Budget("  times as fast as through QEMU's stub", ""),
    "gdb.line": Budget("  bytes that the port carries, digits or others", "MB/s"),
    "gdb.read.share": Budget("  of which memory read takes", "%"),
    "gdb.step": Budget("gdb: single step, there and back", "µs"),
    "gdb.step.ratio": Budget("  times as long as through QEMU's stub", "", 2),
    "gdb.condition": Budget("gdb: condition of a breakpoint evaluated in the guest", "µs"),
    "gdb.condition.ratio": Budget("  times as fast as evaluated by gdb", "", 50, at_least=True),
    "panic.trace": Budget("panic to symbolised trace on screen", "ms", 150),
}


class Report:
    """Collects what the parts measure; tells of each value as it comes."""

    def __init__(self, say):
        self.figures = {}
        # Keys of figures that are shown and not kept.
        self.passing = set()
        self.details = {}
        self.say = say
        self.baseline = Baseline()

    def add(self, key, value, other=None):
        """Takes a value, and how much of the machine others used meanwhile (per cent)."""
        figure = self._figure(key)
        figure.values.append(value)
        if other is not None:
            figure.others.append(other)
        unit = figure.budget.unit
        noise = "" if other is None else f"   (others used {other:.0f} % of the CPUs)"
        self.say(f"  {figure.budget.title}: {_number(value, unit)} {unit}{noise}")

    def fail(self, key, reason):
        """Says that a budget could not be measured, which fails the run."""
        self._figure(key).failure = reason
        self.say(f"  {BUDGETS[key].title}: FAILED: {reason}")

    @contextlib.contextmanager
    def attempt(self, *keys):
        """What fails within is a failure of these budgets, and of nothing else."""
        try:
            yield
        except journal.FAILURES as failure:
            for key in keys:
                self.fail(key, journal.reason(failure))

    def detail(self, key, value):
        """Keeps something for the JSON that is no line of the table."""
        self.details[key] = value

    def fails(self):
        return any(figure.fails() for figure in self.figures.values())

    def _figure(self, key):
        return self.figures.setdefault(key, Figure(key, BUDGETS[key], self.baseline))

    def counted(self):
        """The counts and sizes that were measured, by key: what a baseline keeps."""
        return {key: figure.median for key, figure in self.in_order()
                if figure.budget.counts and figure.values and figure.failure is None}

    def in_order(self):
        """Key and figure of everything measured, in the order of the budgets."""
        return [(key, self.figures[key]) for key in BUDGETS if key in self.figures]

    def table(self):
        """The comparison, as lines of Markdown that can be read as they are."""
        head = [
            "metric", "target", "before", "median", "min - max", "n", "others", "quiet median", "",
            "elsewhere"]
        rows = [_row(figure) for _, figure in self.in_order()]
        widths = [max(len(row[i]) for row in [head] + rows) for i in range(len(head))]
        lines = [_line(head, widths), "|" + "|".join("-" * (w + 2) for w in widths) + "|"]
        return lines + [_line(row, widths) for row in rows]

    def keep(self, machine):
        """Adds what was measured to the results that pages are made of."""
        path = journal.FOLDER / "figures.json"
        kept = origin.placed(journal.load(path) or {"figures": {}})
        where = {"commit": machine["commit"], "date": machine["date"], "time": origin.now(),
                 "machine": origin.name(machine)}
        for key, figure in self.in_order():
            # What was tried and failed is known no more: nothing older stands beside what is new.
            if key not in self.passing and (figure.values or figure.failure is not None):
                kept["figures"][key] = _plain(figure) | where
        machines = kept["machines"] | {where["machine"]: origin.hardware(machine)}
        journal.save(path, {"machines": machines, "figures": kept["figures"]})

    def json(self, machine, unmeasured=()):
        """Everything, for programs.

        Shape: {"machine": {...}, "passed": bool, "unmeasured": [text], "figures": {key: {...}},
        "details": {...}}.
        """
        figures = {key: _plain(figure) for key, figure in self.in_order()}
        everything = {
            "machine": machine, "passed": not self.fails() and not unmeasured,
            "unmeasured": list(unmeasured), "figures": figures, "details": self.details}
        return json.dumps(everything, indent=2, ensure_ascii=False) + "\n"


def _row(figure):
    budget, values = figure.budget, figure.values
    sign = "≥" if budget.at_least else "≤"
    target = budget.target
    target = "" if target is None else f"{sign} {_number(target, '')} {budget.unit}".rstrip()
    spread = ""
    if len(values) > 1:
        spread = f"{_number(min(values), budget.unit)} - {_number(max(values), budget.unit)}"
    before = ""
    if figure.before is not None:
        number = f"{_number(figure.before, '')} {budget.unit}".rstrip()
        before = f"{number} ({figure.baseline.commit(figure.key)})"
    return [
        budget.title, target, before,
        f"{_number(figure.median, budget.unit)} {budget.unit}".rstrip() if values else "",
        spread, str(len(values)),
        f"{statistics.median(figure.others):.0f} %" if figure.others else "", _quiet(figure),
        figure.verdict(), budget.elsewhere]


def _quiet(figure):
    """The median of the quiet values, and how many there are."""
    values = figure.quiet_values
    if not values:
        return ""
    unit = figure.budget.unit
    return f"{_number(statistics.median(values), unit)} {unit} (n = {len(values)})"


def _line(cells, widths):
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths)) + " |"


def _number(value, unit):
    """A number with as many digits as mean something in its unit."""
    if float(value).is_integer() and unit not in ("ms", "%"):
        return f"{value:,.0f}"
    return f"{value:,.{2 if abs(value) < 10 else 1 if abs(value) < 1000 else 0}f}"


def _plain(figure):
    budget = figure.budget
    return {
        "title": budget.title, "unit": budget.unit, "target": budget.target,
        "atLeast": budget.at_least, "gates": budget.gates, "median": figure.median,
        "before": figure.before, "values": figure.values, "otherCPUPercent": figure.others, "verdict": figure.verdict(),
        "failure": figure.failure, "elsewhere": budget.elsewhere}
