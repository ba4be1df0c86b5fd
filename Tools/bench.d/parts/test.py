"""The whole dns test as a person starts it: from the command to its end."""

import subprocess
import time

import building
import usage

TEST = "IntegrationTests/dns"


def measure(bench):
    commands = {
        "test.binary": [bench.runner, TEST],
        "test.swift-run": ["swift", "run", "testrunner", TEST],
    }
    # The first run of each builds what is missing and is not measured.
    for key, command in commands.items():
        if (failure := _run(command)) is not None:
            return bench.report.fail(key, failure)
    for round_ in range(bench.runs(10)):
        bench.wait_for_quiet()
        _measure(bench, "test.binary", commands["test.binary"])
        # The slower command needs fewer: half as many tell enough.
        if round_ % 2 == 0:
            _measure(bench, "test.swift-run", commands["test.swift-run"])


def _measure(bench, key, command):
    window = usage.Window()
    begin = time.monotonic()
    failure = _run(command)
    milliseconds = (time.monotonic() - begin) * 1000
    if failure is not None:
        return bench.report.fail(key, failure)
    bench.report.add(key, milliseconds, window.end().others)


def _run(command):
    """Runs a command in the project; returns why it failed, or None."""
    done = subprocess.run(command, capture_output=True, text=True, cwd=building.ROOT)
    if done.returncode == 0:
        return None
    tail = (done.stdout + done.stderr).strip().splitlines()[-3:]
    return f"exit code {done.returncode}: {' / '.join(tail)}"
