"""Queries per second of an image with the sampler, beside one without it, in turns.

The guest samples from its start (`profile=` on its command line), and nobody takes the samples: it is
the guest's own cost.
"""

import os
import pathlib
import shutil

import building
import clients
from guest import Guest, command_line

RATES = (0, 99, 1000, 10_000)


def prepare(bench):
    """Builds the image with the sampler; it has the name of the one without."""
    environment = os.environ | {"TOOLS": "sampler"}
    printed = building.output(["Tools/build-image", "IntegrationTests/dns"], env=environment)
    building.SCRATCH.mkdir(parents=True, exist_ok=True)
    bench.sampled = pathlib.Path(shutil.copy2(
        printed.splitlines()[-1], building.SCRATCH / "dns-sampler"))
    building.image("dns")


def measure(bench):
    for _ in range(bench.runs(5)):
        before = None
        for rate in RATES:
            # What came before a failure is no neighbour of what comes after it.
            last, before = before, None
            with bench.report.attempt(f"rates.{rate}"):
                last = last or _rate(bench, bench.image.path, 0)
                bench.wait_for_quiet()
                sampled = _rate(bench, bench.sampled, rate)
                before = _rate(bench, bench.image.path, 0)
                bench.report.add(f"rates.{rate}", 200 * sampled / (last + before))


def _rate(bench, image, rate):
    """Queries per second; fails if there is no answer."""
    arguments = command_line(image, 64)
    if rate:
        arguments[arguments.index("-append") + 1] += f" profile={rate}"
    with Guest("", arguments=arguments) as running:
        if clients.first_answer(running, "dns") is None:
            raise building.Failure(f"no answer; {running.end_note()}")
        running.tap.prepare_for_load()
        return clients.dnsperf(100, bench.seconds(3)).rate
