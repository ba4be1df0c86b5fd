"""Interrupts gdb by the signal that ^C sends, while the guest runs, twice."""

import pathlib
import signal
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import gdbsession  # noqa: E402

MARKS = [gdbsession.FOLDER / f"interrupt-{number}" for number in (1, 2)]
COMMANDS = [f"shell touch {MARKS[0]}", "continue", "p 77", f"shell touch {MARKS[1]}", "continue", "p $pc != 0", "info threads"]
PATTERNS = [r"(?s)(received signal SIGINT.*){2}", r"\$1 = 77\b", r"\$2 = 1\b", r'Thread 1 "processor"', r"detached"]

gdb = subprocess.Popen(gdbsession.words(COMMANDS), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                       stderr=subprocess.STDOUT, text=True, start_new_session=True)
deadline = time.monotonic() + 60
for mark in MARKS:
    while not mark.exists() and time.monotonic() < deadline:
        time.sleep(0.1)
    # The guest runs soon after that.
    time.sleep(2)
    gdb.send_signal(signal.SIGINT)
try:
    output, _ = gdb.communicate(timeout=30)
except subprocess.TimeoutExpired:
    gdb.kill()
    output = f"gdb hangs, timed out: {gdb.communicate()[0]}"
if not gdbsession.judge("SIGINT", output, PATTERNS):
    sys.exit(1)
print("gdb came back twice")
