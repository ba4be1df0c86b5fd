"""Attaches when the guest has panicked, changes the message where it lies, and lets the guest end."""

import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import gdbsession  # noqa: E402

# Whoever comes before that leaves again, and the guest goes on.
PANICKED = ('python if gdb.parse_and_eval("(long)$pc != (long)&kernel_panic_end"): '
            'gdb.execute("detach"); print("too early"); gdb.execute("quit")')
COMMANDS = [
    PANICKED, "bt", "monitor log", "monitor tasks", "find /b $rsp, +2048, 'a', 's', ' ', 'p', 'l'",
    "set var *(char*)$_ = 'X'", "continue"]
PATTERNS = [r"kernel_panic_end", r"give", r"PanickingService", r"(?m)^task 0 runs$", r"(?m)info kernel: ready"]

deadline = time.monotonic() + 60
output = gdbsession.run(COMMANDS, end=())
while "too early" in output and time.monotonic() < deadline:
    output = gdbsession.run(COMMANDS, end=())
ok = gdbsession.judge("panic", output.replace("Remote connection closed", ""), PATTERNS)
print("saw the panic" if ok else "did not see it")
