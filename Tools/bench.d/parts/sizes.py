"""Echoed datagrams per second against their size, 100 of them on the way."""

import clients
import growth
from building import Failure

PATIENCE = 180
MEMORY = 96
AT_ONCE = 100
# IPv4 and UDP: sizes are those of packets, headers included.
HEADERS = 28
ECHO = 7


def _asker(running, size):
    if clients.first_answer(running, "dns", PATIENCE) is None:
        raise Failure(f"no answer; {running.end_note()}")
    running.tap.prepare_for_load()
    asker = growth.Asker("udp", ECHO, size - HEADERS, AT_ONCE)
    asker.ask(0.5)
    return asker


def load(bench, subject, size):
    with growth.guest(subject, MEMORY, "names=1") as running, _asker(running, size) as asker:
        return growth.asked(running, asker, bench.seconds(5))


def count(bench, subject, size, counter):
    with growth.guest(subject, MEMORY, "names=1", counter.arguments) as running:
        with _asker(running, size) as asker:
            return growth.asked_instructions(asker, counter, bench.seconds(3))


KIND = growth.Kind(
    "sizes", (64, 128, 256, 512, 1024, 1500), load, count, growth.growing_subjects)


def prepare(bench):
    growth.prepare(bench, KIND)


def measure(bench):
    growth.measure(bench, KIND)
