"""Queries per second against the size of the zone."""

import random

import clients
import growth
from building import Failure

PATIENCE = 300
QUESTIONS = 20_000


def _names(count):
    """Names to ask for, each as likely as any other, the same each time."""
    chosen = random.Random(7)
    return [f"n{chosen.randrange(count)}.{clients.NAME}" for _ in range(QUESTIONS)]


def _memory(subject, count):
    """Megabytes with room for the zone."""
    return (64 if subject.key == "swiftlet" else 96) + count * 1024 // 1_000_000


def _serving(subject, count, extra=()):
    return growth.guest(subject, _memory(subject, count), f"names={count}", extra)


def _wait(running):
    if clients.first_answer(running, "dns", PATIENCE) is None:
        raise Failure(f"no answer; {running.end_note()}")
    running.tap.prepare_for_load()
    clients.ask_in_turn(200)


def load(bench, subject, count):
    with _serving(subject, count) as running:
        _wait(running)
        window = running.window()
        found = clients.dnsperf(100, bench.seconds(5), _names(count))
        window.end()
        return {"rate": found.rate, "cpu": 1e6 * window.used / max(found.completed, 1),
                "lost": found.lost, "resident": running.resident_megabytes(),
                "others": window.others}


def count(bench, subject, names, counter):
    with _serving(subject, names, counter.arguments) as running:
        _wait(running)
        before = counter.counts()[0]
        found = clients.dnsperf(100, bench.seconds(3), _names(names))
        executed = counter.counts()[0] - before
        return {"instructions": executed / max(found.completed, 1)}


KIND = growth.Kind("zones", (1, 100, 10_000, 1_000_000), load, count, growth.growing_subjects)


def prepare(bench):
    growth.prepare(bench, KIND)


def measure(bench):
    growth.measure(bench, KIND)
