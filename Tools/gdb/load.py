"""Makes gdb know Swiftlet's kernel and Embedded Swift; the run folder's file `gdb` loads it.

By hand: gdb -x Tools/gdb/load.py IMAGE
"""

import os
import sys

_folder = os.path.dirname(os.path.abspath(__file__))
# Compiled modules and indices of debug information are kept beside the runs, not beside the sources.
sys.pycache_prefix = os.path.join(os.path.dirname(os.path.dirname(_folder)), ".swiftlet", "gdb")
sys.path.insert(0, _folder)

from swiftlet import commands  # noqa: E402
from swiftlet import frames  # noqa: E402
from swiftlet import kernel  # noqa: E402
from swiftlet import printers  # noqa: E402
from swiftlet import state  # noqa: E402
from swiftlet import unwind  # noqa: E402

frames.SwiftFrames()
frames.Stops()
printers.install()
commands.install()
kernel.install()
state.install()
unwind.install()
