"""What sampling costs the guest, and how many samples come.

Costs are counted in a guest of its own (IntegrationTests/profiler/cost), where an instruction takes
a nanosecond. Throughput and rates are taken of the dns service under load, which the runner boots;
the load without and with sampling alternates, so that both see the same machine.
"""

import json
import os
import pathlib
import re
import subprocess
import tempfile

import building
import usage
from building import Failure
from guest import QEMU

NAME = f"bench-{os.getpid()}"
SECONDS = 3
# A line of the guest's console, and the rows that its numbers belong to.
COSTS = [
    (r" 1000 Hz: (\d+) instructions a sample, (\d+) in 100000",
     [("sampler.sample", 1), ("sampler.share.1k", 0.001)]),
    (r" 10000 Hz: \d+ instructions a sample, (\d+) in 100000", [("sampler.share.10k", 0.001)]),
    (r" (\d+) on average in the handler", [("sampler.handler", 1)]),
    (r" 100000 Hz: (\d+) samples a second, (\d+) of nobody knows what",
     [("sampler.rate.counted", 1), ("sampler.unaccounted", 1)]),
]


def measure(bench):
    _measure_size(bench)
    _measure_costs(bench)
    _measure_load(bench)


def _measure_size(bench):
    """What the tool adds to an image, and what of it is in an image without it."""
    sizes = []
    for tools in ("", "sampler"):
        environment = os.environ | {"TOOLS": tools}
        printed = building.output(["Tools/build-image", "IntegrationTests/dns"], env=environment)
        image = pathlib.Path(printed.splitlines()[-1])
        if not tools:
            names = building.output([building.tool("llvm-nm"), image])
            left = re.findall(r"kernel_sample|\bsampler_|7Sampler|8Sampling", names)
            bench.report.add("sampler.absent", len(left))
        sizes.append(building.stripped(image).stat().st_size)
    bench.report.add("sampler.size", sizes[1] - sizes[0])


def _measure_costs(bench):
    image = building.image("profiler/cost")
    with tempfile.NamedTemporaryFile() as console:
        done = subprocess.run(
            [QEMU, "-accel", "tcg", "-icount", "shift=0,sleep=off", "-cpu", "max",
             "-M", "microvm,acpi=off,pit=on,pic=on,rtc=on,isa-serial=off,x-option-roms=off",
             "-bios", "qboot.rom", "-m", "64", "-nodefaults", "-no-user-config", "-display", "none",
             "-no-reboot", "-device", "isa-debug-exit,iobase=0xf4,iosize=4",
             "-chardev", f"file,id=console,path={console.name}",
             "-device", "isa-serial,index=0,chardev=console", "-kernel", image],
            capture_output=True, timeout=300)
        said = console.read().decode(errors="replace")
    if done.returncode != building.CLEAN_EXIT:
        raise Failure(f"profiler/cost does not end well: {said[-500:]}")
    for pattern, rows in COSTS:
        found = re.search(pattern, said)
        for index, (key, factor) in enumerate(rows):
            if found is None:
                bench.report.fail(key, f"the guest does not say “{pattern}”")
            else:
                bench.report.add(key, int(found[index + 1]) * factor)


def _measure_load(bench):
    runner = building.runner()
    building.output(["swift", "build", "--product", "profiler"])
    profiler = runner.with_name("profiler")
    building.output([
        runner, "boot", "IntegrationTests/dns", "--name", NAME, "--tools", "sampler",
        "--timeout-scale", "3"])
    try:
        with tempfile.TemporaryDirectory() as folder:
            for _ in range(bench.runs(7)):
                _measure_pair(bench, runner, profiler, folder, 99, "sampler.throughput.99")
                _measure_pair(bench, runner, profiler, folder, 1000, "sampler.throughput.1k")
            for _ in range(bench.runs(3)):
                _measure_rate(bench, runner, profiler, folder)
    finally:
        building.output([runner, "stop", NAME])


def _measure_pair(bench, runner, profiler, folder, rate, key):
    """Queries per second with sampling, in percent of those right before and right after."""
    window = usage.Window()
    before = _load(runner, folder)
    sampled, _ = _sampled_load(runner, profiler, folder, rate)
    after = _load(runner, folder)
    bench.report.add(key, 200 * sampled / (before + after), window.end().others)


def _measure_rate(bench, runner, profiler, folder):
    """Samples per second where more are asked for than must come."""
    window = usage.Window()
    _, account = _sampled_load(runner, profiler, folder, 12_000)
    others = window.end().others
    bench.report.add("sampler.rate", account["fired"] * 1e9 / account["duration"], others)
    lost = account["fired"] - account["recorded"] - sum(
        count for reason, count in account["dropped"].items() if "overwritten" not in reason)
    bench.report.add("sampler.unaccounted", abs(lost), others)


def _load(runner, folder):
    queries = os.path.join(folder, "queries")
    with open(queries, "w") as file:
        file.write("www.test.example A\n")
    said = building.output([
        runner, "exec", NAME, "--", "dnsperf", "-s", "10.0.0.42", "-d", queries, "-l", str(SECONDS),
        "-q", "100"])
    return float(re.search(r"Queries per second:\s+([\d.]+)", said)[1])


def _sampled_load(runner, profiler, folder, rate):
    recording = os.path.join(folder, "recording.swprof")
    with subprocess.Popen(
            [profiler, "record", NAME, "--rate", str(rate), "-o", recording],
            stderr=subprocess.PIPE, text=True, cwd=building.ROOT) as recorder:
        try:
            # It says so before it begins; what begins takes less than the load's own beginning.
            recorder.stderr.readline()
            found = _load(runner, folder)
        finally:
            recorder.terminate()
            recorder.communicate()
    text = building.output([profiler, "export", recording, "--idle", "--format", "json"])
    return found, json.loads(text)["account"]
