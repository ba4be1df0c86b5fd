"""Has gdb tell the guest to end in a way, of which no answer comes."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import gdbsession  # noqa: E402

output = gdbsession.run(["set remotetimeout 1", "info threads", f"monitor {sys.argv[1]}"], end=())
print("told the guest" if 'Thread 1 "processor"' in output else output)
