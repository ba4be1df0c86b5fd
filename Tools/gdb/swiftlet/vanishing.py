"""Has the guest go on when gdb vanishes that had stopped it: killed, or ended by a fault of its own.

The stub cannot see that nobody is there any more. A shell waits for the end of a pipe that only gdb holds;
a gdb that takes its leave says so before. Its ways to end with the guest detach, or mean it (disconnect).
"""

import os
import subprocess

import gdb

_PROGRAM = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "release.py")
_waiting = []


def watch(socket):
    """Has somebody wait who releases the guest behind a stub's socket."""
    reading, writing = os.pipe()
    try:
        _waiting.append(subprocess.Popen(
            ["sh", "-c", 'read -r word || exec python3 "$@"', "sh", _PROGRAM, socket], stdin=reading,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/", start_new_session=True))
    except OSError as error:
        gdb.write(f"swiftlet: nobody will see if gdb vanishes: {error}\n", gdb.STDERR)
    finally:
        os.close(reading)
    gdb.events.gdb_exiting.connect(lambda _: os.write(writing, b"bye\n"))
