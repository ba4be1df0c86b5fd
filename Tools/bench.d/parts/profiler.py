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
        for line in printed.splitlines():
            name, value = line.split("\t")
            bench.report.add(ROWS[name], float(value), others)
