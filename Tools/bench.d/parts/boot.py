"""How long it takes from starting QEMU to the first answer."""

import clients
import usage


def measure(bench):
    # In turn, so that a machine that gets slower does so for both.
    for _ in range(bench.runs(10)):
        for kind in ("dns", "ping"):
            _measure_once(bench, kind)


def _measure_once(bench, kind):
    bench.wait_for_quiet()
    with bench.guest() as guest:
        window = guest.window()
        milliseconds = clients.first_answer(guest, kind)
        if milliseconds is None:
            bench.report.fail(f"boot.{kind}", f"no answer; {guest.end_note()}")
        else:
            others = window.end().others
            bench.report.add(f"boot.{kind}", milliseconds, others)
            if kind == "dns":
                _tell_threads(bench, usage.thread_seconds(guest.process.pid), guest, others)


def _tell_threads(bench, seconds, guest, others):
    """What QEMU's own thread took, which makes the machine, and the guest's, which translates."""
    machine = seconds.pop(guest.process.pid)
    bench.report.add("boot.dns.machine", 1000 * machine, others)
    bench.report.add("boot.dns.guest", 1000 * max(seconds.values()), others)
