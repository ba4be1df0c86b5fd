"""How fast gdb works through the kernel's stub, beside QEMU's own, with real gdb."""

import json
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import time

import building
import guest as guests
import usage

SERVICE = "Tools/bench.d/stepping"
STEPS = 300
# How often a condition is evaluated by either, at least and at most, and how many seconds that is to
# take: a busy machine evaluates fewer.
HITS = {"target": (200, 3000), "host": (5, 60)}
HIT_SECONDS = 3
LINE_BYTES = 300_000

# Run by gdb's Python: prints what it measured.
_PROGRAM = """
import time
def lasts(command, times=1):
    begin = time.monotonic()
    for _ in range(times):
        gdb.execute(command, to_string=True)
    return time.monotonic() - begin
def reads():
    first, last = (int(gdb.parse_and_eval(f"(long)&{n}")) for n in ("image_start", "text_end"))
    return (last - first) / lasts(f"dump binary memory /dev/null {first:#x} {last:#x}")
def hits(where, least, most, seconds):
    gdb.execute(f"set breakpoint condition-evaluation {where}")
    each = hit(least)
    return hit(min(most, max(least, int(seconds / each))))
def hit(count):
    gdb.execute("tbreak bench_step", to_string=True)
    gdb.execute("continue", to_string=True)
    number = int(gdb.parse_and_eval("$rdi"))
    gdb.execute(f"tbreak bench_step if $rdi == {number + count}", to_string=True)
    taken = lasts("continue")
    if int(gdb.parse_and_eval("$rdi")) != number + count:
        raise gdb.GdbError("the condition did not hold")
    return taken / count
"""


def measure(bench):
    name = f"bench-gdb-{os.getpid()}"
    _run([bench.runner, "boot", SERVICE, "--name", name, "--accel", "tcg"], 600)
    line = _line()
    try:
        folder = os.path.realpath(os.path.join(building.ROOT, ".swiftlet", "vms", name))
        with open(os.path.join(folder, "machine.json"), encoding="utf-8") as file:
            guest = json.load(file)["qemu"]["pid"]
        for _ in range(bench.runs(5)):
            bench.wait_for_quiet()
            window = usage.Window(guest)
            milliseconds = _attach(folder)
            bench.report.add("gdb.attach", milliseconds, window.end().others)
        for _ in range(bench.runs(3)):
            for key, part in (("gdb.read", _compare), ("gdb.condition", _conditions)):
                try:
                    part(bench, folder, line, guest)
                except (KeyError, subprocess.TimeoutExpired, building.Failure) as error:
                    return bench.report.fail(key, f"gdb did not measure it: {error!r}")
    finally:
        _run([bench.runner, "stop", name], 60)
    _tell_of_suite(bench)


def _tell_of_suite(bench):
    """Says what both stubs did in gdb's own testsuite, which takes an hour: Tools/ci/gdb-testsuite.

    What that found here, or else elsewhere: Tools/gdb/testsuite/files.txt.
    """
    found = building.ROOT / ".build/gdb-testsuite/results.json"
    listed = re.findall(r"(?m)^gdb\.\S+ +(\d+) +(\d+) +(\d+) +(\d+)$",
                        (building.ROOT / "Tools/gdb/testsuite/files.txt").read_text(encoding="utf-8"))
    rows, where = [list(map(int, row)) for row in listed], "as committed"
    if found.exists():
        whole = [result for result in json.loads(found.read_text(encoding="utf-8")).values()
                 if {"kernel", "qemu"} <= set(result) and all(r["ended"] and r.get("PASS") for r in result.values())]
        rows = [[result[stub].get(word, 0) for stub in ("kernel", "qemu") for word in ("PASS", "FAIL")]
                for result in whole]
        where = "on this machine"
    sums = [sum(row[column] for row in rows) for column in range(4)]
    bench.say(f"  gdb's testsuite, {len(rows)} files, {where}:")
    for stub, (passes, failures) in (("the kernel's stub", sums[:2]), ("QEMU's stub", sums[2:])):
        bench.say(f"    {stub}: {passes:,} passes, {failures} failures")
    bench.report.detail("gdb.testsuite", sums)


def _line():
    """Builds a guest that does nothing but write to the second serial port; returns its path."""
    source = pathlib.Path(__file__).resolve().parents[1] / "serial.S"
    building.SCRATCH.mkdir(parents=True, exist_ok=True)
    path = building.SCRATCH / "serial.elf"
    building.output([
        building.tool("clang"), "--target=i386-linux-gnu", "-nostdlib", "-static", "-fuse-ld=lld",
        "-Wl,--build-id=none", "-Wl,--image-base=0x100000", "-Wl,-e,start", "-o", path, source])
    return path


def _carried(kernel):
    """How many bytes a second the port carries that QEMU gives, at most."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "line")
        with socket.socket(socket.AF_UNIX) as server:
            server.bind(path)
            server.listen()
            with subprocess.Popen(
                    [guests.QEMU, "-accel", "tcg", "-nodefaults", "-display", "none", "-m", "32",
                     "-kernel", kernel, "-serial", "null", "-serial", f"unix:{path}"],
                    stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
                try:
                    server.settimeout(60)
                    connection, _ = server.accept()
                    connection.settimeout(60)
                    count, begin = -len(connection.recv(1)), time.monotonic()
                    while count < LINE_BYTES:
                        if not (piece := connection.recv(1 << 16)):
                            raise building.Failure("the guest that writes to the port has ended")
                        count += len(piece)
                    return count / (time.monotonic() - begin)
                finally:
                    process.kill()


def _attach(folder):
    """From the start of gdb to its first prompt, in milliseconds."""
    begin = time.monotonic()
    with subprocess.Popen(
            ["gdb", "-q", "-nx", "-x", f"{folder}/gdb"], stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        seen = ""
        while "(gdb) " not in seen:
            piece = os.read(process.stdout.fileno(), 4096).decode()
            if not piece:
                raise building.Failure(f"gdb ended: {seen[-300:]}")
            seen += piece
        taken = time.monotonic() - begin
        process.stdin.write("detach\nquit\n")
        process.stdin.close()
        process.stdout.read()
    return taken * 1000


def _compare(bench, folder, line, guest):
    bench.wait_for_quiet()
    window = usage.Window(guest)
    found = {
        stub: _ask(folder, stub, "print('read', reads())\n"
                   f"print('steps', lasts('stepi', {STEPS}))\n")
        for stub in ("gdb", "gdb-qemu")}
    others = window.end().others
    ours, theirs = found["gdb"], found["gdb-qemu"]
    bench.report.add("gdb.read", ours["read"] / 1e6, others)
    bench.report.add("gdb.read.ratio", ours["read"] / theirs["read"], others)
    # Each byte of memory is two digits on the line.
    carried = _carried(line)
    bench.report.add("gdb.line", carried / 1e6, others)
    bench.report.add("gdb.read.share", 2 * ours["read"] / carried * 100, others)
    bench.report.add("gdb.step", ours["steps"] / STEPS * 1e6, others)
    bench.report.add("gdb.step.ratio", ours["steps"] / theirs["steps"], others)


def _conditions(bench, folder, _, guest):
    bench.wait_for_quiet()
    window = usage.Window(guest)
    found = _ask(folder, "gdb", "".join(
        f"print('{where}', hits('{where}', {least}, {most}, {HIT_SECONDS}))\n"
        for where, (least, most) in HITS.items()), seconds=400)
    others = window.end().others
    bench.report.add("gdb.condition", found["target"] * 1e6, others)
    bench.report.add("gdb.condition.ratio", found["host"] / found["target"], others)


def _ask(folder, script, program, seconds=120):
    """Lets gdb run a program, which prints words and numbers."""
    path = os.path.join(folder, "bench.py")
    with open(path, "w", encoding="utf-8") as file:
        file.write(_PROGRAM + program)
    said = _run(["gdb", "-q", "-nx", "-batch", "-x", f"{folder}/{script}", "-x", path,
                 "-ex", "delete", "-ex", "detach"], seconds)
    return {word: float(value) for word, value in re.findall(r"(?m)^(\w+) ([\d.e-]+)$", said)}


def _run(command, seconds):
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=seconds, cwd=building.ROOT,
        stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        last = " / ".join((done.stdout + done.stderr).strip().splitlines()[-3:])
        raise building.Failure(f"{command[0]} failed: {last}")
    return done.stdout + done.stderr
