"""The tables of figures that pages show: several figures a row, in words."""

import dataclasses
import re

import elsewhere
from budget import BUDGETS
from elsewhere import UNIKRAFT

_FIGURE = re.compile(r"\{([\w.-]+)(?::([kM]?)(\d?)(~?))?\}")


@dataclasses.dataclass(frozen=True)
class Line:
    """A row: its texts hold {key}, {key:1} (decimals), {key:M2} (millions, or k for thousands), and
    {key:1~}, which is the least and the greatest value in brackets, behind what is measured.

    measured   filled with medians, those that miss their targets in bold type
    target     filled with the targets
    elsewhere  what is known of others
    """

    title: str
    measured: str
    target: str = ""
    elsewhere: str = ""


BUDGETED = [
    Line("QEMU start to first DNS answer, median", "{boot.dns:1} ms", "{boot.dns} ms",
         f"{UNIKRAFT['boot.dns']} ms Unikraft; {elsewhere.QEMU_ITSELF}"),
    Line("processor time until then, of QEMU's own thread and of the guest's",
         "{boot.dns.machine:0} ms and {boot.dns.guest:0} ms"),
    Line("instructions that QEMU translates to the first DNS answer", "{instructions.translated}"),
    Line("instructions per DNS query, 1 and 100 outstanding",
         "{instructions.1} and {instructions.100}", "{instructions.1} and {instructions.100}",
         f"{UNIKRAFT['dns.instructions.1']} and {UNIKRAFT['dns.instructions.100']} Unikraft"),
    Line("idle for 10 s: timer interrupts, instructions, QEMU's CPU",
         "{idle.timer}, {idle.instructions}, {idle.cpu:2} %",
         "{idle.timer}, {idle.instructions}, {idle.cpu:1} %",
         f"{UNIKRAFT['idle.instructions']} instructions/s Unikraft"),
    Line("dns image, stripped, everything included", "{size.dns} bytes", "{size.dns}",
         f"{elsewhere.INCLUDEOS_IMAGE}, {UNIKRAFT['image']} kB Unikraft"),
    Line("hello image, stripped", "{size.hello} bytes", "{size.hello}"),
    Line("instructions per HTTP keep-alive request, 1 and 64 connections",
         "{http.1} and {http.64}", "{http.1} and {http.64}",
         f"{UNIKRAFT['http.instructions.1']} Unikraft (C, 16 connections); {elsewhere.LINUX_INSTRUCTIONS} nginx on Linux"),
    Line("HTTP requests/s by wrk, 16 connections; from slowest to fastest run",
         "{http.rate.16}; {http.spread.16:0} %", "{http.rate.16}; {http.spread.16} %",
         f"{UNIKRAFT['http.rate']} Unikraft"),
    Line("instructions per TCP echo of 250 bytes, 1 and 64 connections", "{tcp.1} and {tcp.64}",
         "{tcp.1} and {tcp.64}"),
    Line("bulk TCP to the guest, from it; CPU s per GB",
         "{tcp.in:0} MB/s ({tcp.in.cpu:1}), {tcp.out:0} MB/s ({tcp.out.cpu:1})",
         "{tcp.in:0} MB/s ({tcp.in.cpu:1})",
         f"{elsewhere.LINUX_DOWNLOAD} MB/s ({elsewhere.LINUX_DOWNLOAD_CPU}) from Linux"),
    Line("heap per idle TCP connection, its task included", "{tcp.idle} bytes", "{tcp.idle}"),
    Line("one sample of a stack of 30 frames; all of its cost at 1 kHz, 10 kHz",
         "{sampler.handler} instructions; {sampler.share.1k:3} %, {sampler.share.10k:3} %",
         "{sampler.handler}; {sampler.share.1k:2} %, {sampler.share.10k:1} %"),
    Line("sampler's size when linked", "{sampler.size:k1} kB", "{sampler.size:k0} kB"),
    Line("what gdb's stub adds to the dns image", "{size.gdb:k1} kB", "{size.gdb:k0} kB"),
    Line("dns queries/s while sampled at 99 Hz, 1 kHz, against not, paired",
         "{sampler.throughput.99:1} % (± {sampler.error.99:0}), "
         "{sampler.throughput.1k:1} % (± {sampler.error.1k:0})",
         "{sampler.throughput.99:0} %, {sampler.throughput.1k:0} %"),
    Line("samples delivered where instructions are counted; under TCG",
         "{sampler.rate.counted}/s; {sampler.rate}/s", "{sampler.rate.counted}; {sampler.rate}"),
    Line("gdb: start to attached prompt; memory read; a step against QEMU's stub",
         "{gdb.attach:0} ms; {gdb.read:2} MB/s; {gdb.step.ratio:1} times",
         "{gdb.attach} ms; {gdb.read} MB/s; {gdb.step.ratio} times"),
    Line("profile symbolised; raw stacks unwound; folded to SVG",
         "{profiler.symbols:M1} million addresses/s; {profiler.unwind:M1} million/s; "
         "{profiler.folded:0} MB/s",
         "{profiler.symbols:M0} million; {profiler.unwind:M1} million; {profiler.folded:0} MB/s"),
    Line("instructions from entry to `Service.start` (hello, with `-icount`, where the millisecond that measures the "
         "clock is 1,000,000); interrupt to its handler",
         "{costs.start}; {costs.interrupt}", "{costs.start}; {costs.interrupt}"),
    Line("instructions to allocate and free; to set a timer and let it fire",
         "{costs.allocation}; {costs.timer}", "{costs.allocation}; {costs.timer}"),
    Line("smallest memory that boots and answers: dns; hello",
         "{memory.smallest} MiB; {memory.hello} MiB", "{memory.smallest} MiB; {memory.hello} MiB",
         f"{UNIKRAFT['memory.dns']} MiB Unikraft, {elsewhere.INCLUDEOS_MEMORY}"),
    Line("dnsperf, 100 outstanding: queries/s; lost; CPU per query",
         "{load.rate}; {load.lost}; {load.cpu:1} µs", "{load.rate}; {load.lost}; {load.cpu:1} µs",
         f"{UNIKRAFT['dns.100']}; {UNIKRAFT['dns.cpu']} µs Unikraft"),
    Line("whole dns test (ping and 10 questions): runner; through `swift run`",
         "{test.binary:0} ms; {test.swift-run:0} ms", "{test.binary} ms; {test.swift-run} ms"),
    Line("panic to symbolised trace on screen", "{panic.trace:0} ms", "{panic.trace} ms"),
]

HARNESS = [
    Line("dns queries/s with the sampler linked, against an image without it: not sampling",
         "{rates.0:1} %{rates.0:0~}"),
    Line("the same, sampling at 99 Hz", "{rates.99:1} %{rates.99:0~}", "{rates.99} %"),
    Line("the same, sampling at 1,000 Hz", "{rates.1000:1} %{rates.1000:0~}", "{rates.1000} %"),
    Line("the same, sampling at 10,000 Hz", "{rates.10000:1} %{rates.10000:0~}"),
    Line("of all instructions for sampling at 1,000 Hz, 10,000 Hz",
         "{sampler.share.1k:3} %, {sampler.share.10k:3} %",
         "{sampler.share.1k:2} %, {sampler.share.10k:1} %"),
    Line("instructions of a sample, from interrupt to return; of the handler alone, 30 frames",
         "{sampler.sample}; {sampler.handler}", "; {sampler.handler}"),
    Line("samples delivered where instructions are counted; under TCG",
         "{sampler.rate.counted}/s; {sampler.rate}/s", "{sampler.rate.counted}; {sampler.rate}"),
    Line("addresses symbolised with inlines", "{profiler.symbols:M1} million/s",
         "{profiler.symbols:M0} million/s"),
    Line("10,000 samples of 1,000 stacks symbolised, cold", "{profiler.cold:0} ms"),
    Line("stacks of 27 frames unwound", "{profiler.unwind:M1} million/s",
         "{profiler.unwind:M1} million/s", elsewhere.UNWINDERS),
    Line("collapsed stacks to SVG; 10,000 different stacks to SVG",
         "{profiler.folded:0} MB/s; {profiler.picture:0} ms",
         "{profiler.folded} MB/s; {profiler.picture} ms",
         f"{elsewhere.INFERNO}; {elsewhere.FLAME_GRAPH}"),
    Line("10 s at 1 kHz to every output", "{profiler.outputs:0} ms", "{profiler.outputs} ms"),
    Line("gdb's stub, linked and nobody attached: more instructions per query, 1 and 100 outstanding",
         "{stub.1:2} % and {stub.100:2} %", "{stub.1} % and {stub.100} %"),
    Line("gdb: start to attached prompt", "{gdb.attach:0} ms", "{gdb.attach} ms"),
    Line("gdb: memory read through our stub; times as fast as through QEMU's",
         "{gdb.read:2} MB/s; {gdb.read.ratio:2}", "{gdb.read} MB/s"),
    Line("gdb: a single step; times as long as through QEMU's stub",
         "{gdb.step:0} µs; {gdb.step.ratio:1}", "; {gdb.step.ratio}"),
    Line("gdb: condition evaluated in the guest; times as fast as by gdb",
         "{gdb.condition:0} µs; {gdb.condition.ratio:0}", "; {gdb.condition.ratio}"),
    Line("harness around one test", "{runner.overhead:0} ms", "{runner.overhead} ms"),
    Line("50 hello services, two at a time", "{runner.suite:1} s", "{runner.suite} s"),
    Line("QEMU's refusal to verdict; limit for readiness to verdict, with the trace",
         "{runner.refusal:0} ms; {runner.hang:0} ms", "{runner.refusal} ms; {runner.hang} ms"),
    Line("whole dns test: runner; through `swift run`",
         "{test.binary:0} ms; {test.swift-run:0} ms", "{test.binary} ms; {test.swift-run} ms"),
    Line("panic to symbolised trace on screen", "{panic.trace:0} ms", "{panic.trace} ms"),
]


def keys(rows):
    """The keys of all figures that rows show, each once for a row."""
    return [key for row in rows
            for key in dict.fromkeys(match[1] for match in _FIGURE.finditer(row.measured))]


def title(key):
    """What a figure is; of one that belongs to the one above it, with that one's title."""
    found = ""
    for name, budget in BUDGETS.items():
        if not budget.title.startswith(" "):
            found = budget.title
        if name == key:
            return found if found == budget.title else f"{found}, {budget.title.strip()}"
    return key


def lines(rows, figures):
    """A table as lines of Markdown; figures by key, as they lie in the results.

    Rows of which nothing was measured are left out.
    """
    found = ["| | measured | target | elsewhere |", "|---|---|---|---|"]
    for row in rows:
        if all(_median(match, figures) is None for match in _FIGURE.finditer(row.measured)):
            continue
        measured = _FIGURE.sub(lambda match: _measured(match, figures), row.measured)
        target = _FIGURE.sub(_target, row.target)
        found.append(f"| {row.title} | {measured} | {target} | {row.elsewhere} |")
    return found


def median(figure):
    """The median of a figure as it lies in the results; None if there is none, or something of it failed."""
    return None if figure is None or figure.get("failure") is not None else figure["median"]


def _median(match, figures):
    return median(figures.get(match[1]))


def _measured(match, figures):
    """A median; a dash if it was not measured. Judged by the targets of today, not of the day it is of."""
    if (value := _median(match, figures)) is None:
        return "" if match[4] else "–"
    if match[4]:
        return _spread(figures[match[1]].get("values") or [], match)
    text = _number(value, match)
    is_reached = BUDGETS[match[1]].is_reached(figures[match[1]].get("values") or [value])
    return f"**{text}**" if is_reached is False else text


def _spread(values, match):
    """The least and the greatest of several values."""
    return f" ({_number(min(values), match)} to {_number(max(values), match)})" if len(values) > 1 else ""


def _target(match):
    return _number(BUDGETS[match[1]].target, match)


def _number(value, match):
    value = value / {"k": 1e3, "M": 1e6}.get(match[2], 1)
    if match[3]:
        return f"{value:,.{match[3]}f}"
    return f"{value:,.0f}" if value >= 10 or float(value).is_integer() else f"{value:,.2g}"
