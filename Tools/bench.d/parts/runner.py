"""What the runner itself costs: beside one test, for a whole suite, and until a verdict."""

import json
import math
import subprocess
import tempfile
import time

import building
import suite
import usage
from parts import panic

ROOT = "IntegrationTests"
# How many services a suite has that is timed.
SUITE = 50


def measure(bench):
    tests = {"dns": f"{ROOT}/dns", "refusal": f"{ROOT}/runner/no-such-device",
             "hang": f"{ROOT}/runner/hang-before-ready",
             "ping": "Tools/bench.d/pinging"}
    # The first run of each builds what is missing and is not measured.
    for name, test in tests.items():
        if not _events(bench, test):
            return bench.report.fail(f"runner.{name}", f"{test} does not pass")
    overheads = []
    for _ in range(bench.runs(20)):
        bench.wait_for_quiet()
        overheads.append(_add(bench, "runner.overhead", tests["dns"], _overhead))
        _add(bench, "runner.dns", tests["dns"], lambda _, total: total)
        _add(bench, "runner.ping", tests["ping"], lambda _, total: total)
        _add(bench, "runner.refusal", tests["refusal"], _refusal)
        _add(bench, "runner.hang", tests["hang"], lambda events, _: _after_ready_limit(events, 300))
    _add_tail(bench, "runner.tail", overheads)
    panic.measure(bench, "runner.trace")
    with suite.made(SUITE, building.image("hello")) as services:
        for _ in range(bench.runs(3)):
            bench.wait_for_quiet()
            _add(bench, "runner.suite", services, _suite_seconds, "-j2")


def _suite_seconds(events, total):
    """Seconds from the command to its end, in which each service had its verdict."""
    ended = sum(event["event"] == "caseEnded" for event in events)
    if ended != SUITE:
        raise building.Failure(f"the runner tells of {ended} services of {SUITE}")
    return total / 1000


def _add(bench, key, test, judge, *options):
    window = usage.Window()
    begin = time.monotonic()
    events = _events(bench, test, "--no-build", *options)
    milliseconds = (time.monotonic() - begin) * 1000
    if not events:
        return bench.report.fail(key, f"{test} does not pass")
    value, others = judge(events, milliseconds), window.end().others
    bench.report.add(key, value, others)
    return value, others


def _add_tail(bench, key, overheads):
    """What 19 of 20 runs stay below."""
    values = sorted(overhead for overhead in overheads if overhead)
    if values:
        bench.report.add(key, *values[math.ceil(0.95 * len(values)) - 1])


def _events(bench, test, *options):
    """The events of a run; none if it failed."""
    with tempfile.NamedTemporaryFile("r", suffix=".jsonl") as file:
        done = subprocess.run([bench.runner, "run", test, "--json", file.name, *options],
                              capture_output=True, cwd=building.ROOT)
        return [] if done.returncode else [json.loads(line) for line in file]


def _overhead(events, total):
    """Everything but the guest's start and the steps."""
    waited = sum(event["after"] for event in events if event["event"] == "ready")
    waited += sum(event["duration"] for event in events if event["event"] == "stepEnded")
    return total - waited


def _time(events, name):
    return next(event["time"] for event in events if event["event"] == name)


def _refusal(events, _):
    """From QEMU's start, which fails, to the verdict."""
    return _time(events, "caseEnded") - _time(events, "machineStarted")


def _after_ready_limit(events, limit):
    """How long after the limit for readiness the verdict is there, the guest's first word aside."""
    first = next(event["time"] for event in events if event["event"] == "console")
    return _time(events, "caseEnded") - first - limit
