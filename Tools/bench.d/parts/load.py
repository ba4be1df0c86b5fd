"""Queries per second, and what one costs the host."""

import clients
from building import Failure


def measure(bench):
    for _ in range(bench.runs(3)):
        bench.wait_for_quiet()
        with bench.guest() as guest:
            _measure_guest(bench, guest)


def _measure_guest(bench, guest):
    report = bench.report
    if clients.first_answer(guest, "dns") is None:
        return report.fail("load.rate", f"no answer; {guest.end_note()}")
    guest.tap.prepare_for_load()
    window = guest.window()
    try:
        load = clients.dnsperf(100, bench.seconds(10))
    except Failure as failure:
        return report.fail("load.rate", f"{failure}; {guest.end_note()}")
    if not guest.is_running():
        return report.fail("load.rate", f"the guest did not survive; {guest.end_note()}")
    window.end()
    report.add("load.lost", load.lost)
    report.add("load.rate", load.rate, window.others)
    report.add("load.cpu", 1e6 * window.used / max(1, load.completed), window.others)
    report.add("load.latency", load.latency, window.others)
    report.detail("load.codes", load.codes)
