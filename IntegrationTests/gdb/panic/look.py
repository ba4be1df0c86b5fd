"""Attaches when the guest has panicked, changes the message where it lies, and leaves."""

import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import gdbsession  # noqa: E402

# Whoever comes before that leaves again, and the guest goes on.
PANICKED = ('python if gdb.parse_and_eval("(long)$pc != (long)&kernel_panic_end"): '
            'gdb.execute("detach"); print("too early"); gdb.execute("quit")')
# The message lies in the record, and in what that was made of.
CHANGE = """python
guest, start = gdb.selected_inferior(), int(gdb.parse_and_eval("(long)$rsp"))
end = start + 4096
while (found := guest.search_memory(start, end - start, b"as pl")) is not None:
    guest.write_memory(found, b"X")
    start = found + 1
end"""
COMMANDS = [
    PANICKED, "bt", "monitor log", "monitor tasks", CHANGE]
PATTERNS = [r"kernel_panic_end", r"give", r"PanickingService", r"(?m)^task 0 runs$", r"(?m)info kernel: ready"]

# Whoever has seen enough leaves, and the guest goes to its end.
deadline = time.monotonic() + 60
output = gdbsession.run(COMMANDS)
while "too early" in output and time.monotonic() < deadline:
    output = gdbsession.run(COMMANDS)
ok = gdbsession.judge("panic", output, PATTERNS)
print("saw the panic" if ok else "did not see it")
