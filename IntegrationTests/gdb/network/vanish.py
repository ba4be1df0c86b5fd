"""Kills a gdb that has stopped the guest: the guest goes on, and the next gdb finds it as it was."""

import os
import pathlib
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import gdbsession  # noqa: E402

ADDRESS, FOLDER = os.environ["SWIFTLET_ADDRESS"], gdbsession.FOLDER


def answers():
    return subprocess.run(["ping", "-c", "1", "-W", "1", ADDRESS], stdout=subprocess.DEVNULL).returncode == 0


def start(*commands):
    """A gdb as its users start it, at its prompt; what it says goes to a file."""
    said = FOLDER / "vanish.txt"
    with said.open("w") as output:
        process = subprocess.Popen(
            ["gdb", "-q", "-nx", "-x", FOLDER / "gdb", *(word for text in commands for word in ("-ex", text)),
             "-ex", "echo here\\n"], stdin=subprocess.PIPE, stdout=output, stderr=subprocess.STDOUT)
    limit = time.monotonic() + 60
    while "\nhere\n" not in said.read_text():
        assert process.poll() is None and time.monotonic() < limit, said.read_text()
        time.sleep(0.05)
    return process


# An idle guest takes no interrupt.
asker = subprocess.Popen(["ping", "-i", "0.2", ADDRESS], stdout=subprocess.DEVNULL)
for commands in ((), ("break kernel_interrupt", "continue")):
    process = start(*commands)
    assert not answers(), "gdb has not stopped the guest"
    process.send_signal(signal.SIGKILL)
    process.wait()
    limit = time.monotonic() + 20
    while not answers():
        assert time.monotonic() < limit, "the guest does not go on"
# One that takes its leave may want the guest to stand still.
process = start("disconnect")
process.communicate(b"quit\n")
assert process.returncode == 0 and not answers(), "the guest goes on"
output = gdbsession.run(["info breakpoints", "tbreak kernel_interrupt", "continue"])
assert "No breakpoints" in output and "Temporary breakpoint 1, " in output, output
assert answers()
asker.terminate()
print("the guest goes on when gdb vanishes")
