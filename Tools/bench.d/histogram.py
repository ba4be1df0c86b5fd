"""Where the instructions go: a table of functions, per query or of the boot."""

import clients
import counting
from building import Failure
from parts import instructions

NAME_LENGTH = 110


def show(bench, what):
    """Prints the functions that execute most; `what` is "query" or "boot"."""
    with counting.InstructionCounter(bench.plugin, bench.image) as counter:
        with bench.guest(extra=counter.arguments) as guest:
            begin = counter.counts()
            if clients.first_answer(guest, "dns") is None:
                raise Failure(f"no answer; {guest.end_note()}")
            if what == "boot":
                columns = {"to first answer": _column(bench, counter, begin, 1)}
            else:
                guest.tap.prepare_for_load()
                columns = {f"{n} outstanding": _query(bench, counter, n) for n in (1, 100)}
    _print(columns, bench.options.top)


def _query(bench, counter, outstanding):
    before = counter.settled()
    answered = instructions.answer_queries(bench, outstanding)
    if answered == 0:
        raise Failure("the guest does not answer")
    return _column(bench, counter, before, answered)


def _column(bench, counter, before, divisor):
    found = counting.by_function(bench.image, counter.base, before, counter.settled())
    return {name: executed / divisor for name, executed in found.items()}


def _print(columns, top):
    """A line per function: instructions in each column, share of the first column, name."""
    first = next(iter(columns.values()))
    names = sorted(set().union(*columns.values()), key=lambda x: -first.get(x, 0))[:top]
    print("  ".join(f"{title:>15}" for title in columns) + "   share  function")
    totals = {title: sum(column.values()) for title, column in columns.items()}
    print("  ".join(f"{total:15,.1f}" for total in totals.values()) + "   100 %  (all)")
    for name, text in zip(names, counting.demangled(names)):
        figures = "  ".join(f"{column.get(name, 0):15,.1f}" for column in columns.values())
        share = 100 * first.get(name, 0) / max(1, sum(first.values()))
        print(f"{figures}  {share:4.1f} %  {text[:NAME_LENGTH]}")
