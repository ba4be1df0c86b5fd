"""Drives a live guest by gdb's batch mode: each scenario is commands and what gdb must print then."""

import os
import pathlib
import re
import shlex
import subprocess
import sys
import time

FOLDER = pathlib.Path(os.environ["SWIFTLET_RUN_FOLDER"])
WARNING = "(?im)warning|internal.error|packet error|timed out|cannot execute"


def image():
    words = shlex.split((FOLDER / "qemu.argv").read_text().replace("\n", " "))
    return words[words.index("-kernel") + 1]


def words(commands, target="gdb.sock", end=("detach",)):
    """The command line of a gdb that attaches, does what is asked, and takes its leave."""
    script = ["set confirm off", "set pagination off", f"file {image()}",
              "set remote hardware-watchpoint-limit 4", "set remote hardware-breakpoint-limit 4",
              f"target remote {FOLDER}/{target}", *commands, *end]
    line = ["gdb", "-nx", "-batch"]
    for number, command in enumerate(script):
        # An error ends a sourced file: each command goes in on its own.
        if "\n" in command:
            path = FOLDER / f"commands-{number}.gdb"
            path.write_text(command + "\n")
            command = f"source {path}"
        line += ["-ex", command]
    return line


def run(commands, timeout=60, **options):
    done = subprocess.run(words(commands, **options), capture_output=True, text=True, timeout=timeout,
                          stdin=subprocess.DEVNULL)
    return done.stdout + done.stderr


def judge(name, output, patterns):
    """Says whether a scenario holds."""
    missing = [p for p in patterns if not re.search(p, output)]
    bad = not any("Warning" in p for p in patterns) and re.search(WARNING, output)
    if missing or bad:
        print(f"FAILED {name}: lacks {missing}, has {bad and bad[0]}\n{output}")
        return False
    return True


def main(scenarios):
    """Goes through scenarios, or those that are named; ends the program."""
    failures, wanted = [], sys.argv[1:]
    for name, commands, patterns in scenarios:
        if wanted and name not in wanted:
            continue
        begin = time.monotonic()
        try:
            output = run(commands)
        except subprocess.TimeoutExpired as error:
            output = f"gdb hangs, timed out: {error.stdout}"
        if judge(name, output, patterns):
            print(f"ok {name} in {time.monotonic() - begin:.2f} s", flush=True)
        else:
            failures.append(name)
    print(f"{len(failures)} scenarios failed: {', '.join(failures)}" if failures else f"all {len(scenarios)} scenarios hold")
    sys.exit(1 if failures else 0)
