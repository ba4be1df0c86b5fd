"""How soon a person sees where the guest failed."""

import subprocess
import time

import building
import usage

SERVICE = "Tools/bench.d/panicking"
SIGNAL = "failing now"
# The line of the trace that names the function and its place in the source.
TRACE = ("readBeyondEnd", "Service.swift:")


def measure(bench, key="panic.trace"):
    command = [bench.runner, SERVICE, "--verbose"]
    _times(command)  # Builds the image, and is not measured.
    for _ in range(bench.runs(5)):
        bench.wait_for_quiet()
        window = usage.Window()
        failing, shown, output = _times(command)
        if failing is None or shown is None:
            missing = "trace" if failing else f"line “{SIGNAL}”"
            last = " / ".join(output.splitlines()[-3:])
            return bench.report.fail(key, f"the runner shows no {missing}: {last}")
        bench.report.add(key, (shown - failing) * 1000, window.end().others)


def _times(command):
    """When the guest said that it fails and when the trace was shown, as seen by the reader.

    Each is None if it never came. The first is a line of the guest's console that the runner passes
    on as it comes, right before the panic: so all of the panic is in the time, and its own way to
    the screen is in both.
    """
    failing, shown, output = None, None, ""
    with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            cwd=building.ROOT) as process:
        try:
            for line in process.stdout:
                output += line
                if failing is None and line.rstrip().endswith(SIGNAL):
                    failing = time.monotonic()
                elif shown is None and all(text in line for text in TRACE):
                    shown = time.monotonic()
        finally:
            process.terminate()
    return failing, shown, output
