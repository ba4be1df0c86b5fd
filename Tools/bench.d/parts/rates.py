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
        before = _rate(bench, bench.image.path, 0)
        for rate in RATES:
            bench.wait_for_quiet()
            sampled = _rate(bench, bench.sampled, rate)
            after = _rate(bench, bench.image.path, 0)
            if not (before and sampled and after):
                return bench.report.fail(f"rates.{rate}", "no answer")
            bench.report.add(f"rates.{rate}", 200 * sampled / (before + after))
            before = after


def _rate(bench, image, rate):
    """Queries per second; 0 if there is no answer."""
    arguments = command_line(image, 64)
    if rate:
        arguments[arguments.index("-append") + 1] += f" profile={rate}"
    with Guest("", arguments=arguments) as running:
        if clients.first_answer(running, "dns") is None:
            return 0
        running.tap.prepare_for_load()
        return clients.dnsperf(100, bench.seconds(3)).rate
