"""Stops a guest for a while that ping and dig talk to: they go on when it does."""

import os
import pathlib
import re
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import gdbsession  # noqa: E402

ADDRESS = os.environ["SWIFTLET_ADDRESS"]
ping = subprocess.Popen(["ping", "-i", "0.1", "-c", "100", ADDRESS], stdout=subprocess.PIPE, text=True)
ASK = f"for i in {{1..30}}; do dig +short +tries=10 +time=1 @{ADDRESS} test.example; sleep 0.1; done"
dig = subprocess.Popen(["bash", "-c", ASK], stdout=subprocess.PIPE, text=True)
output = gdbsession.run(["shell sleep 1.5", "info threads", "tbreak kernel_interrupt", "continue", "bt 2"])
assert "Temporary breakpoint 1, " in output, output
ping_said, dig_said = ping.communicate()[0], dig.communicate()[0]
received = int(re.search(r"(\d+) received", ping_said)[1])
print(f"{received} of 100 pings answered, dig {dig_said.count('10.0.0.42')} times")
# Those that came while the guest stood still wait in its ring, as far as there is room.
slowest = float(re.search(r"rtt [^=]*= [0-9.]+/[0-9.]+/([0-9.]+)/", ping_said)[1])
assert received >= 20 and "icmp_seq=100 " in ping_said, ping_said
assert slowest > 1000 or received < 100, ping_said
assert len(re.findall("(?m)^10.0.0.42$", dig_said)) == 30, dig_said
print("ping and dig go on")
