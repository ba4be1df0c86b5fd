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


def ring(running, timers, least=LEAST, is_noting=False):
    """Has the guest set so many at once and waits until all have rung.

    Returns how many in all, and by how many microseconds they were late, if that is noted.
    """
    rounds = max(1, least // timers)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
        link.settimeout(PATIENCE)
        link.connect((GUEST, PORT))
        link.send(struct.pack("!III", timers, rounds, is_noting))
        try:
            whole, late = struct.unpack("!II", link.recv(16))
        except OSError:
            raise Failure(f"{timers} timers do not ring; {running.end_note()}") from None
    # A machine that does something else for a moment may be late now and then.
    if whole < MOSTLY:
        raise Failure(f"{timers} timers were all set when the first rang only {whole} times of 100")
    return timers * rounds, late / 1000


def _wait(running, timers):
    if clients.first_answer(running, "dns", PATIENCE) is None:
        raise Failure(f"no answer; {running.end_note()}")
    running.tap.prepare_for_load()
    # What is made once, such as Linux's timers, is not measured.
    ring(running, timers)


def load(bench, subject, timers):
    with growth.guest(subject, MEMORY, "names=1") as running:
        _wait(running, timers)
        window = running.window()
        rung, _ = ring(running, timers)
        window.end()
        # Not while the rest is measured: to look at the clock costs both guests something.
        _, late = ring(running, timers, least=LEAST // 4, is_noting=True)
        return {"cpu": 1e6 * window.used / rung, "late": late, "others": window.others}


def count(bench, subject, timers, counter):
    with growth.guest(subject, MEMORY, "names=1", counter.arguments) as running:
        _wait(running, timers)
        before = counter.counts()[0]
        rung, _ = ring(running, timers)
        return {"instructions": (counter.counts()[0] - before) / rung}


KIND = growth.Kind(
    "timers", (1, 10, 100, 1000, 10_000, 100_000), load, count, growth.growing_subjects)


def prepare(bench):
    growth.prepare(bench, KIND)


def measure(bench):
    growth.measure(bench, KIND)
