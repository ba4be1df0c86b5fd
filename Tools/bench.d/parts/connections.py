"""Requests per second against how many connections are open, 64 of them with a request at once."""

import growth
import peers
import streams
from building import Failure

PATIENCE = 180
MEMORY = 256
AT_ONCE = 64


def _subjects(bench):
    """Ours grants more connections than a server does that nobody told to."""
    return [growth.growing_subjects(bench)[0], peers.linux("http")[0]]


def _asker(running, connections):
    """The client, once it holds its connections and each has been used."""
    if (link := streams.connect(streams.HTTP, PATIENCE)) is None:
        raise Failure(f"no answer; {running.end_note()}")
    link.close()
    running.tap.prepare_for_load()
    asker = growth.Asker("http", connections, AT_ONCE)
    if not asker.is_ready:
        raise Failure(f"{connections} connections: {asker.complaint()}; {running.end_note()}")
    return asker


def load(bench, subject, connections):
    with growth.guest(subject, MEMORY) as running, _asker(running, connections) as asker:
        return growth.asked(running, asker, bench.seconds(5))


def count(bench, subject, connections, counter):
    with growth.guest(subject, MEMORY, extra=counter.arguments) as running:
        with _asker(running, connections) as asker:
            asker.ask(1)
            return growth.asked_instructions(asker, counter, bench.seconds(3))


KIND = growth.Kind("connections", (1, 10, 100, 1000, 10_000), load, count, _subjects)


def prepare(bench):
    growth.prepare(bench, KIND)


def measure(bench):
    growth.measure(bench, KIND)
