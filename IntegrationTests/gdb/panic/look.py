"""Attaches when the guest has panicked, changes the message where it lies, and lets the guest end."""

import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import gdbsession  # noqa: E402

time.sleep(1)
output = gdbsession.run([
    "bt", "monitor log", "monitor tasks", "find /b $rsp, +2048, 'a', 's', ' ', 'p', 'l'", "set var *(char*)$_ = 'X'",
    "continue"], end=())
patterns = [r"kernel_panic_end", r"give", r"PanickingService", r"(?m)^task 0 runs$", r"(?m)info kernel: ready"]
ok = gdbsession.judge("panic", output.replace("Remote connection closed", ""), patterns)
print("saw the panic" if ok else "did not see it")
