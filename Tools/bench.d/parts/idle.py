"""What a guest does that has nothing to do."""

import time

import clients
from counting import InstructionCounter

# As the tables say.
SECONDS = 10


def measure(bench):
    with InstructionCounter(bench.plugin) as counter:
        with bench.guest(extra=counter.arguments, monitor=True) as guest:
            # A guest that has served is measured, not one that never had work.
            if clients.first_answer(guest, "dns") is None or clients.ask_in_turn(20) > 0:
                return bench.report.fail("idle.instructions", f"no answer; {guest.end_note()}")
            counter.settled()
            _measure_idle(bench, guest, counter)


def _measure_idle(bench, guest, counter):
    before, window = guest.counters(bench.image), guest.window()
    executed = counter.counts()[0]
    time.sleep(SECONDS)
    executed = counter.counts()[0] - executed
    window.end()
    after = guest.counters(bench.image)
    if (failure := _proof_of_counting(bench, guest, counter, after)) is not None:
        return bench.report.fail("idle.timer", failure)
    report = bench.report
    report.add("idle.timer", after["timerInterrupts"] - before["timerInterrupts"])
    report.add("idle.device", after["deviceInterrupts"] - before["deviceInterrupts"])
    report.add("idle.instructions", executed / window.seconds)
    report.add("idle.cpu", 100 * window.used / window.seconds, window.others)
    report.detail("idle.counters", {"before": before, "after": after})


def _proof_of_counting(bench, guest, counter, before):
    """Shows that a 0 means something: a query must move what stood still. Returns what did not."""
    executed = counter.counts()[0]
    if clients.ask_in_turn(1) > 0:
        return f"no answer after idling; {guest.end_note()}"
    if counter.settled()[0] == executed:
        return "the plugin counts nothing"
    after = guest.counters(bench.image)
    still = [name for name in ("deviceInterrupts", "wakeups") if after[name] == before[name]]
    return f"a query changes no counter of {' and '.join(still)}" if still else None
