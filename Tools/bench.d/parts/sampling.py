"""What sampling costs the guest, and how many samples come.

Costs are counted in a guest of its own (IntegrationTests/profiler/cost), where an instruction takes
a nanosecond. The rate that TCG delivers is that of a guest which is always busy. Throughput is taken
of the dns service under load, which the runner boots: pairs of stretches without and with sampling,
so that both see the same machine.
"""

import json
import os
import re
import subprocess
import tempfile

import building
import clients
import confidence
import usage
from building import Failure
from parts import size
from guest import QEMU

NAME = f"bench-{os.getpid()}"
SECONDS = 3
# Pairs of a stretch with sampling and one without.
PAIRS = 15
RATES = [(99, "99"), (1000, "1k")]
# Samples a second that are asked for where as many come as can.
ASKED = 12_000
# Interrupts that sample: the timer's, and the one that cannot be masked.
KINDS = 2
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
    size.measure_tools(bench, {"sampler": "sampler.size"})
    size.measure_absence(bench)
    measure_costs(bench)
    _measure_busy_rate(bench)
    _measure_load(bench)


def measure_costs(bench):
    image = building.image("profiler/cost")
    status, said = _console(image, "", "-icount", "shift=0,sleep=off")
    if status != building.CLEAN_EXIT:
        raise Failure(f"profiler/cost does not end well: {said[-500:]}")
    for pattern, rows in COSTS:
        found = re.search(pattern, said)
        for index, (key, factor) in enumerate(rows):
            if found is None:
                bench.report.fail(key, f"the guest does not say “{pattern}”")
            else:
                bench.report.add(key, int(found[index + 1]) * factor)


def _console(image, arguments, *options):
    """Runs a guest to its end: QEMU's status, and what the console said."""
    with tempfile.NamedTemporaryFile() as console:
        done = subprocess.run(
            [QEMU, "-accel", "tcg", *options, "-cpu", "max",
             "-M", "microvm,acpi=off,pit=on,pic=on,rtc=on,isa-serial=off,x-option-roms=off",
             "-bios", building.firmware(), "-m", "64", "-nodefaults", "-no-user-config",
             "-display", "none", "-no-reboot", "-device", "isa-debug-exit,iobase=0xf4,iosize=4",
             "-chardev", f"file,id=console,path={console.name}", "-append", arguments,
             "-device", "isa-serial,index=0,chardev=console", "-kernel", image],
            capture_output=True, timeout=300)
        return done.returncode, console.read().decode(errors="replace")


def _measure_busy_rate(bench):
    """Samples per second of a guest that never halts, by either interrupt, where instructions take
    as long as they take."""
    image = building.image("profiler/mix")
    for _ in range(bench.runs(3)):
        bench.wait_for_quiet()
        window = usage.Window()
        said = _console(image, f"rate={ASKED} time=2s profile.ring=8388608")[1]
        others = window.end().others
        # What the guest says of the shares does not matter here.
        counts = re.findall(r" (\d+) samples", said)
        if len(counts) != KINDS:
            bench.report.fail(
                "sampler.rate", f"the guest says {len(counts)} times how many samples came, not {KINDS}")
        for count in counts:
            bench.report.add("sampler.rate", int(count) / 2, others)


def _measure_load(bench):
    runner, profiler = building.runner(), building.profiler()
    building.output([
        runner, "boot", "IntegrationTests/dns", "--name", NAME, "--tools", "sampler",
        "--timeout-scale", "3"])
    try:
        with tempfile.TemporaryDirectory() as folder:
            load = Load(runner, profiler, folder)
            # The first one finds neither QEMU's translations nor the processor's caches.
            load.run()
            for rate, key in RATES:
                _measure_pairs(bench, load, rate, key)
            for _ in range(bench.runs(3)):
                _measure_rate(bench, load)
    finally:
        building.output([runner, "stop", NAME])


def _measure_pairs(bench, load, rate, key):
    """Queries with sampling, in percent of those without, and so the processor time of a query.

    A pair is a stretch with sampling and one without, one right after the other; which of them is
    first goes in turns, so that what the machine does in the course of minutes counts for nothing.
    No stretch is part of two pairs: their ratios are independent of each other, and the error of
    their median is known from their order alone, whatever the noise is like.
    """
    ratios = []
    for number in range(bench.runs(PAIRS)):
        window = usage.Window(load.pid)
        stretches = {with_it: load.run(rate if with_it else None)
                     for with_it in ((False, True) if number % 2 == 0 else (True, False))}
        others = window.end().others
        sampled, plain = stretches[True], stretches[False]
        ratios.append(100 * sampled.queries / plain.queries)
        bench.report.add(f"sampler.throughput.{key}", ratios[-1], others)
        bench.report.add(f"sampler.cpu.{key}", 100 * sampled.cpu / plain.cpu - 100, others)
    interval = confidence.of_median(ratios)
    if interval:
        bench.report.add(f"sampler.error.{key}", (interval[1] - interval[0]) / 2)
        bench.say(f"    95 % confidence: {interval[0]:.2f} % to {interval[1]:.2f} %")


def _measure_rate(bench, load):
    """Samples per second where client, guest and QEMU share the processors."""
    window = usage.Window(load.pid)
    account = load.run(ASKED).account
    others = window.end().others
    bench.report.add("sampler.rate.dns", account["fired"] * 1e9 / account["duration"], others)
    # Other reasons are of samples that were recorded, or that no timer asked for.
    dropped = account["dropped"].get("during what was told", 0)
    lost = account["fired"] - account["recorded"] - dropped
    bench.report.add("sampler.unaccounted", abs(lost), others)


class Stretch:
    """What a stretch of load came to: queries per second, and QEMU's seconds for each."""

    def __init__(self, queries, seconds):
        self.queries = queries
        self.cpu = seconds / queries
        self.account = None


class Load:
    """Queries to the guest, as many as it answers."""

    def __init__(self, runner, profiler, folder):
        self.runner, self.profiler = runner, profiler
        self.recording = os.path.join(folder, "recording.swprof")
        self.queries = os.path.join(folder, "queries")
        with open(self.queries, "w") as file:
            file.write("www.test.example A\n")
        with open(os.path.join(building.ROOT, ".swiftlet/vms", NAME, "machine.json")) as file:
            self.pid = json.load(file)["qemu"]["pid"]

    def run(self, rate=None):
        """Queries for some seconds; with a rate, while samples are taken."""
        if rate is None:
            return self._load()
        with subprocess.Popen(
                [self.profiler, "record", NAME, "--rate", str(rate), "-o", self.recording],
                stderr=subprocess.PIPE, text=True, cwd=building.ROOT) as recorder:
            try:
                # It says so before it begins; what begins takes less than the load's own beginning.
                recorder.stderr.readline()
                found = self._load()
            finally:
                recorder.terminate()
                complaint = recorder.communicate()[1].strip()
        text = building.output([
            self.profiler, "export", self.recording, "--idle", "--format", "json"])
        found.account = json.loads(text)["account"]
        if found.account is None:
            raise Failure(f"nothing was sampled at {rate} Hz: {complaint[-300:]}")
        return found

    def _load(self):
        window = usage.Window(self.pid)
        said = building.output([
            self.runner, "exec", NAME, "--", "dnsperf", "-s", "10.0.0.42", "-d", self.queries,
            "-l", str(SECONDS), "-q", "100"])
        used = window.end().used
        return Stretch(clients.judged(said).rate, used / SECONDS)
