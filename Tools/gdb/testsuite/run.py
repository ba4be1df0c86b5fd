"""Runs files of gdb's testsuite against the kernel's stub and QEMU's, side by side.

run.py [--jobs N] [--limit SECONDS] [--stub kernel|qemu] [--again] FILE...

Each file runs by itself, first against one stub and at once against the other, so that both see the
same load. What it found stays in FOLDER/results.json and is not found again, unless --again is given.
Set by Tools/ci/gdb-testsuite: SWIFTLET_WORK, where all is kept, and GDB_TESTSUITE, where the files are.
"""

import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import threading
import time

WORK = pathlib.Path(os.environ["SWIFTLET_WORK"])
SUITE = os.environ["GDB_TESTSUITE"]
RESULTS = WORK / "results.json"
LOCK = threading.Lock()
BAD = {"UNRESOLVED", "ERROR", "UNTESTED", "UNSUPPORTED"}


def run(file, stub, limit):
    """Runs a file; gives its counts by their word, and how long it took."""
    folder = WORK / stub / file.removesuffix(".exp").replace("/", ".")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    begin = time.monotonic()
    process = subprocess.Popen(
        ["runtest", "--tool", "gdb", "--srcdir", SUITE, "--target_board", "swiftlet",
         "GDB=" + shutil.which("gdb"), "INTERNAL_GDBFLAGS=-nw -nx -data-directory /usr/share/gdb", file],
        cwd=folder, env=dict(os.environ, SWIFTLET_STUB=stub), stdin=subprocess.DEVNULL,
        stdout=(folder / "run.log").open("w"), stderr=subprocess.STDOUT, start_new_session=True)
    ended = True
    try:
        process.wait(timeout=limit)
    except subprocess.TimeoutExpired:
        ended = False
    # gdb and the machine are in its session, too.
    for group in sessions(process.pid):
        try:
            os.killpg(group, signal.SIGKILL)
        except ProcessLookupError:
            pass
    process.wait()
    summary = folder / "gdb.sum"
    lines = summary.read_text(errors="replace").splitlines() if summary.exists() else []
    found = collections.Counter(m[1] for line in lines if (m := re.match(r"([A-Z]+): ", line)))
    return {**found, "ended": ended, "seconds": round(time.monotonic() - begin, 1)}


def sessions(leader):
    """The process groups of a session that are left."""
    groups = set()
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader:
            groups.add(int(fields[2]))
    return groups


def describe(result):
    rest = sum(result.get(word, 0) for word in BAD)
    text = f"{result.get('PASS', 0)} passes, {result.get('FAIL', 0)} failures"
    text += f", {rest} not tried" if rest else ""
    return text + ("" if result["ended"] else ", DID NOT END") + f" in {result['seconds']:.0f} s"


def compare(file, stubs, options, results):
    for stub in stubs:
        if not options.again and results.get(file, {}).get(stub, {}).get("ended"):
            continue
        result = run(file, stub, options.limit)
        with LOCK:
            results.setdefault(file, {})[stub] = result
            RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True))
    with LOCK:
        both = "; ".join(f"{stub}: {describe(results[file][stub])}" for stub in stubs)
        print(f"{file}  {both}", flush=True)


def judge(files, stubs, results):
    """Prints a line for each stub; says whether the kernel's is no worse."""
    whole = [f for f in files if all(
        results[f][s]["ended"] and results[f][s].get("PASS") for s in stubs)]
    for file in sorted(set(files) - set(whole)):
        print(f"left out of the sums: {file}")
    sums = {}
    for stub in stubs:
        sums[stub] = [sum(results[f][stub].get(word, 0) for f in whole) for word in ("PASS", "FAIL")]
        print(f"{stub}: {sums[stub][0]} passes, {sums[stub][1]} failures in {len(whole)} files")
    if len(stubs) < 2:
        return True
    for file in whole:
        ours, theirs = results[file]["kernel"], results[file]["qemu"]
        if ours.get("FAIL", 0) > theirs.get("FAIL", 0):
            print(f"worse: {file}: {ours.get('FAIL', 0)} failures, QEMU's stub {theirs.get('FAIL', 0)}")
    return sums["kernel"][0] >= sums["qemu"][0] and sums["kernel"][1] <= sums["qemu"][1]


def main():
    parser = argparse.ArgumentParser(prog="gdb-testsuite", description="the files of gdb's testsuite")
    parser.add_argument("--stub", choices=["kernel", "qemu"])
    parser.add_argument("--jobs", type=int, default=1, help="files at a time")
    parser.add_argument("--limit", type=float, default=400, help="seconds that a file may take")
    parser.add_argument("--again", action="store_true", help="also what was found before")
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    stubs = [options.stub] if options.stub else ["kernel", "qemu"]
    results = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        list(pool.map(lambda file: compare(file, stubs, options, results), options.files))
    sys.exit(0 if judge(options.files, stubs, results) else 1)


main()
