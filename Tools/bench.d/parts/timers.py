"""What a timer costs, set and ringing, against how many wait at once."""

import socket
import struct

import clients
import growth
from building import Failure
from network import GUEST

PATIENCE = 180
MEMORY = 256
PORT = 9
# Few timers are set again and again, so that the request weighs nothing beside them.
LEAST = 2000
# In how many of a hundred times all must be set before the first rings.
MOSTLY = 90


def _ring(running, timers):
    """Has the guest set so many at once and waits until all have rung; returns how many in all."""
    rounds = max(1, LEAST // timers)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
        link.settimeout(PATIENCE)
        link.connect((GUEST, PORT))
        link.send(struct.pack("!II", timers, rounds))
        try:
            whole = link.recv(16)[0]
        except OSError:
            raise Failure(f"{timers} timers do not ring; {running.end_note()}") from None
    # A machine that does something else for a moment may be late now and then.
    if whole < MOSTLY:
        raise Failure(f"{timers} timers were all set when the first rang only {whole} times of 100")
    return timers * rounds


def _wait(running, timers):
    if clients.first_answer(running, "dns", PATIENCE) is None:
        raise Failure(f"no answer; {running.end_note()}")
    running.tap.prepare_for_load()
    # What is made once, such as Linux's timers, is not measured.
    _ring(running, timers)


def load(bench, subject, timers):
    with growth.guest(subject, MEMORY, "names=1") as running:
        _wait(running, timers)
        window = running.window()
        rung = _ring(running, timers)
        window.end()
        return {"cpu": 1e6 * window.used / rung, "others": window.others}


def count(bench, subject, timers, counter):
    with growth.guest(subject, MEMORY, "names=1", counter.arguments) as running:
        _wait(running, timers)
        before = counter.counts()[0]
        rung = _ring(running, timers)
        return {"instructions": (counter.counts()[0] - before) / rung}


KIND = growth.Kind(
    "timers", (1, 10, 100, 1000, 10_000, 100_000), load, count, growth.growing_subjects)


def prepare(bench):
    growth.prepare(bench, KIND)


def measure(bench):
    growth.measure(bench, KIND)
