"""What is behind its goal, and why: the reasons, as far as they are known, by what they explain."""

import collections
import statistics

import comparison
import table
from budget import BUDGETS

_START = (
    "About half of a start is the work of QEMU's own thread, which loads its libraries and makes the machine, whoever "
    "the guest is; the other is the guest's thread, which nearly all the time translates what the guest executes for "
    "the first time (the README's table has both, and the number of instructions translated). The cut-down Linux has little left to wait for, as it is told how fast its clock runs.")
_BULK_IN = (
    "Linux has its kernel throw away what comes (`recv` with `MSG_TRUNC`), and ours is shown what comes where the "
    "card put it, and lets it go: neither reads a byte.")
_BULK_OUT = (
    "Linux hands pages of a file to the card (`sendfile`); ours makes the bytes, copies them into the send ring, "
    "and QEMU copies them again.")
_NOISE = (
    "Its least and its greatest run, which the row has, lie further apart than the target and 100 %: so small a "
    "difference is not seen in them. What sampling takes is counted: the row *of all instructions for sampling*.")
_PORT = (
    "gdb speaks with the kernel over a serial port, of which QEMU hands on each byte by a system call; a byte of "
    "memory is two digits there (`Tools/bench gdb` says what the port carries). QEMU's own stub has no port.")

# Rows of the comparison, beside the cut-down Linux or Unikraft.
ROWS = {
    "boot.ping": _START, "boot.dns": _START, "boot.http": _START,
    "resident.boot": "What is left is QEMU itself, with its libraries: it takes nearly as much before it has run "
    "a guest's first instruction (`-S`). What the guest needs is the row *smallest memory*.",
    "dns.1": "With one query outstanding dnsperf's sender sleeps for up to 0.1 s on a condition, and loses a wake-up "
    "that comes before it waits (seen with `strace`): there are few queries a second then, however soon each is "
    "answered. Which guest that hits more is luck of timing. The row *one after the other* has a client of one thread.",
    "bulk.in": _BULK_IN, "bulk.in.cpu": _BULK_IN, "bulk.out": _BULK_OUT, "bulk.out.cpu": _BULK_OUT,
}
# Kinds of growth, whatever is measured of them.
GROWTH = {
    "timers": "Each of ours rings at its time, for which QEMU's threads sleep and wake. A guest that rings later "
    "rings for several at once: the column “late” tells, where there is one.",
}
# Budgets.
_MACHINE = ("The target is of seconds on another machine of the same name, which was twice as fast: edition ac2d4e4 "
            "has what was reached there. How we stand on one machine is told by the rows beside Linux.")
BUDGETED = {
    "boot.dns": _MACHINE, "load.rate": _MACHINE, "tcp.out": _MACHINE, "test.swift-run": _MACHINE,
    "gdb.attach": _MACHINE, "sampler.rate": _MACHINE, "profiler.picture": _MACHINE, "profiler.outputs": _MACHINE,
    "size.gdb": "The goal is older than most of what it does: conditions and printing within the guest, tasks as "
    "threads, packet capture, reading what the kernel knows. It is linked only where it is asked for.",
    "rates.99": _NOISE, "rates.1000": _NOISE,
    "gdb.read": _PORT,
    "gdb.step.ratio": "A step is a packet each way over that port, and two exceptions of the guest; QEMU's own "
    "stub does neither.",
}
# Beside Unikraft.
ELSEWHERE = "Unikraft's is of another machine and day."
UNKNOWN = "Why is not known yet."


def lines(found, growth, figures, outdated=()):
    """A list of what is behind, with the reason of each; what has the same one stands together.

    found     the guests side by side
    growth    points and ratios that are below one, by kind and title, and whether the peers have changed
    figures   the budgets' figures, by key
    outdated  rows that were measured beside peers that are others now
    """
    said = [*_rows(found, outdated), *_growth(growth), *_budgets(figures)]
    together = collections.defaultdict(list)
    for title, text, reason in said:
        together[reason or f"{UNKNOWN}{title}"].append(f"**{title}**: {text}")
    return [f"- {'; '.join(texts)}. {UNKNOWN if reason.startswith(UNKNOWN) else reason}"
            for reason, texts in together.items()] or ["Nothing: each goal is reached."]


def _rows(found, outdated):
    for name in found.missed():
        row = comparison.ROWS[name]
        ratio = _ratio(found.ratio(name, "small"), name in outdated)
        yield row.title, (f"{ratio} times as good as the cut-down Linux's, where the goal "
                          f"is {row.goal:g}"), ROWS.get(name)
    for name, ratio in found.behind_unikraft().items():
        yield (comparison.ROWS[name].title,
               f"{ratio:.3g} times as good as the best of Unikraft's, measured elsewhere", ELSEWHERE)


def _growth(behind):
    for (kind, title), points in behind.items():
        ratios = ", ".join(f"{_ratio(ratio, is_outdated)} at {point:,}" for point, ratio, is_outdated in points)
        yield (f"growth, {title}", f"times as good as the cut-down Linux's: {ratios}", GROWTH.get(kind))


def _ratio(ratio, is_outdated):
    return f"{ratio:.3g}{comparison.OUTDATED if is_outdated else ''}"


def _budgets(figures):
    for key in dict.fromkeys(table.keys(table.BUDGETED + table.HARNESS)):
        budget, figure = BUDGETS[key], figures.get(key)
        if table.median(figure) is None or budget.is_reached(_values(figure)) is not False:
            continue
        unit = f" {budget.unit}" if budget.unit else ""
        yield (table.title(key), f"{comparison.number(_worst(budget, figure))}{unit}, where "
               f"{budget.target:,g} is the target", _reason(key, budget, _values(figure)))


def _reason(key, budget, values):
    """Why a budget is missed, as far as it is known: noise only where the runs show that there is so much."""
    reason = BUDGETED.get(key)
    if reason is _NOISE and max(values) - min(values) <= 100 - budget.target:
        return None
    return reason


def _values(figure):
    return figure.get("values") or [figure["median"]]


def _worst(budget, figure):
    """The value that is judged."""
    values = _values(figure)
    if not budget.worst:
        return statistics.median(values)
    return min(values) if budget.at_least else max(values)
