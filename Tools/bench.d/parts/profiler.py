"""How fast the host makes profiles: released modules, stacks that are made up, the dns image."""

import building
import usage

# What the profiler prints, and the row that it belongs to.
ROWS = {
    "symbols.warm addresses/s": "profiler.symbols",
    "symbols.cold ms": "profiler.cold",
    "unwind stacks/s": "profiler.unwind",
    "folded MB/s": "profiler.folded",
    "folded.10000 ms": "profiler.picture",
    "outputs ms": "profiler.outputs",
}


def measure(bench):
    image = building.image("dns")
    build = ["swift", "build", "--configuration", "release"]
    building.output([*build, "--product", "profiler"])
    folder = building.output([*build, "--show-bin-path"]).strip()
    for _ in range(bench.runs(5)):
        bench.wait_for_quiet()
        window = usage.Window()
        printed = building.output([f"{folder}/profiler", "measure", image])
        others = window.end().others
        _report(bench, printed, others)


def _report(bench, printed, others):
    """Takes what the profiler prints; what it leaves out was not measured."""
    found = dict(line.split("\t") for line in printed.splitlines() if "\t" in line)
    for name, key in ROWS.items():
        if name in found:
            bench.report.add(key, float(found[name]), others)
        else:
            bench.report.fail(key, f"the profiler does not print “{name}”")
