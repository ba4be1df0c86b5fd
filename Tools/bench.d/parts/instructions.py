"""Instructions that the guest executes for a query, counted one by one.

QEMU runs without -icount: the guest runs as it does in the other parts. What difference that makes to
the counts stands in docs/performance.md.
"""

import clients
from building import Failure
from counting import InstructionCounter

QUERIES = 2000


def measure(bench):
    for _ in range(bench.runs(3)):
        with InstructionCounter(bench.plugin) as counter:
            with bench.guest(extra=counter.arguments) as guest:
                _measure_guest(bench, guest, counter)


def _measure_guest(bench, guest, counter):
    if clients.first_answer(guest, "dns") is None:
        return bench.report.fail("instructions.boot", f"no answer; {guest.end_note()}")
    executed, translated = counter.settled()
    bench.report.add("instructions.boot", executed / 1e6)
    bench.report.add("instructions.translated", translated)
    guest.tap.prepare_for_load()
    for outstanding in (1, 100):
        before = counter.settled()[0]
        try:
            answered = answer_queries(bench, outstanding)
        except Failure as failure:
            bench.report.fail(f"instructions.{outstanding}", f"{failure}; {guest.end_note()}")
            continue
        executed = counter.settled()[0] - before
        bench.report.add(f"instructions.{outstanding}", executed / answered)


def answer_queries(bench, outstanding):
    """Has the guest answer many queries, so many of them on the way at once; returns how many.

    Fails if answers are wrong, or more than a hundredth is lost.
    """
    if outstanding == 1:
        return clients.answered_in_turn(QUERIES)
    return clients.dnsperf(outstanding, bench.seconds(3)).completed
