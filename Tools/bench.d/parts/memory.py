"""The smallest memory with which the guest boots and goes on answering."""

import time

import building
import clients
from building import Failure

LARGEST = 64
ANSWERS = 20
# A guest that has too little says so at once and ends; one that hangs is given so many seconds.
LIMIT = 5


def measure(bench):
    _measure_hello(bench)
    size = next((size for size in range(1, LARGEST + 1) if _answers(bench, size)), None)
    if size is None:
        return bench.report.fail("memory.smallest", f"no answer with up to {LARGEST} MB")
    # What works once might have been luck: each further run must work, too, or take more.
    for _ in range(bench.runs(3)):
        while (counters := _answers(bench, size)) is None:
            size += 1
        bench.report.add("memory.smallest", size)
    bench.report.add("memory.heap", counters["heapBytesInUse"])
    bench.report.add("memory.peak", counters["heapPeakBytes"])


def _measure_hello(bench):
    """The smallest memory with which the least service does what it has to."""
    kernel = building.image("hello")
    for size in range(1, LARGEST + 1):
        with bench.guest(kernel=kernel, memory=size) as guest:
            if guest.wait(LIMIT) == building.CLEAN_EXIT:
                return bench.report.add("memory.hello", size)
    return bench.report.fail("memory.hello", f"it does not end well with up to {LARGEST} MB")


def _answers(bench, megabytes):
    """The kernel's counters after a guest with so much memory has answered; None if it did not."""
    with bench.guest(memory=megabytes, monitor=True) as guest:
        if clients.first_answer(guest, "dns", LIMIT) is None:
            return None
        if clients.ask_in_turn(ANSWERS) > 0:
            return None
        return _published_counters(bench, guest)


def _published_counters(bench, guest):
    """The counters once they are there: the kernel publishes the heap's when it next rests."""
    limit = time.monotonic() + LIMIT
    while (counters := guest.counters(bench.image))["heapBytesInUse"] == 0:
        if time.monotonic() > limit:
            raise Failure("the kernel does not publish its counters")
        time.sleep(0.02)
    return counters
