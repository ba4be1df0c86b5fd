"""How long it takes from starting QEMU to the first answer."""

import clients


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
            bench.report.add(f"boot.{kind}", milliseconds, window.end().others)
