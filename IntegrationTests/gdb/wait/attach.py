"""Attaches to a guest that waits, follows it to its service's start, and raises exceptions there."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import gdbsession  # noqa: E402

# A wrong jump is an invalid opcode, a page fault, or a division by zero: gdb says which, and the
# registers are put right before the guest goes on.
output = gdbsession.run([
    "bt 3", "tbreak kernel_interrupt", "continue", "bt 1", "set $old = $pc",
    "set $pc = 0", "stepi", "p $interrupt == 14", "set $pc = $old",
    "set $save = *(short*)$pc", "set var *(short*)$pc = 0x0b0f", "signal 0", "p $interrupt == 6",
    "set var *(short*)$pc = $save", "tbreak kernel_interrupt", "signal 0", "tbreak kernel_interrupt", "continue", "monitor log"])
patterns = [r"swiftlet_gdb_install", r"Temporary breakpoint \d, ", r"received signal SIGSEGV",
            r"received signal SIGILL", r"\$1 = 1\b", r"\$2 = 1\b", r"(?m)info kernel: ready"]
ok = gdbsession.judge("wait", output, patterns)
print("started" if ok else "did not start")
