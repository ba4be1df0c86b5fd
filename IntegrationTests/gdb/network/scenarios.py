"""What gdb shows of a guest's network, tasks and profile."""

import os
import pathlib
import socket
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import gdbsession  # noqa: E402

# A connection that stays while gdb looks.
connection = socket.create_connection((os.environ["SWIFTLET_ADDRESS"], 7))
connection.sendall(b"hello")
assert connection.recv(5) == b"hello"
PROFILE = os.environ["SWIFTLET_RUN_FOLDER"] + "/scenario-profile.txt"
TOOLS = pathlib.Path(__file__).resolve().parents[3] / "Tools/gdb"

SCENARIOS = [
    ("monitor sockets", ["monitor sockets"],
     [r"(?m)^udp +53  0 datagrams wait$", r"(?m)^tcp +7  listens, 0 of at most 16 wait$",
      r"(?m)^tcp +7  10\.0\.0\.1:\d+  ESTABLISHED, 0 bytes to read, room for \d+ to send$"]),
    ("monitor arp", ["monitor arp"], [r"(?m)^10\.0\.0\.1  [0-9a-f:]{17}  \d+\.\d{6} s ago$"]),
    ("monitor routes", ["monitor routes"],
     [r"(?m)^10\.0\.0\.42/24  on the link$", r"(?m)^0\.0\.0\.0/0  through 10\.0\.0\.1$"]),
    ("monitor counters of the network", ["monitor counters"], [r"(?m)^frames received [1-9]", r"(?m)^jobs [1-9]"]),
    ("threads of a service", ["info threads", "thread apply all bt"],
     [r"(?m)Thread 2 \"task 0\".*(?:next|receive|wait)", r"Thread \d+ \"task [1-9]\d*\"", r"NetworkService\w*echo",
      r"NetworkService\w*start", r"TCPListener\w*accept"]),
    ("a child of a task, which a time limit is for", ["thread apply all bt"],
     [r"(?s)Thread \d+ \"task \d+\"(?:(?!Thread ).)*NetworkService\w*rest(?:(?!Thread ).)*TimeLimit\w*perform"]),
    ("monitor tasks", ["monitor tasks"], [r"(?m)^task 0 at ", r"(?m)^task [1-9]\d* at 0x\w+ waits"]),
    ("monitor profile", ["monitor profile start 5000", "monitor profile status"],
     [r"(?m)^at work, 5000 a second; \d+ times fired"]),
    ("a profile as a file", ["monitor profile stop", f"remote get profile {PROFILE}", f"shell head -2 {PROFILE}"],
     [r"(?m)^stopped, 5000 a second; [1-9]", r"(?m)^(0x1\w{5};)*0x1\w{5} 1$"]),
    ("a handler of the sampler",
     ["monitor profile start 1000", "break kernel_sample_by_timer", "continue", "info registers eflags", "stepi", "stepi", "bt",
      "continue", "info breakpoints", "delete", "finish", "monitor profile stop"],
     [r"(?m)^at work, 1000", r"Breakpoint 1, kernel_sample_by_timer", r"eflags +0x\w+ +\[ (?:[A-HJ-Z]F )*\]",
      r"(?m)^#[1-9] .*(?:interrupt|sample)", r"already hit 2 times", r"(?m)^stopped, .* [1-9]\d* samples"]),
    ("whom the sampler has interrupted",
     [f"source {TOOLS}/load.py", "monitor profile start 1000", "tbreak kernel_sample_by_timer", "continue", "bt",
      "monitor profile stop"],
     [r"(?ms)^#1 .*sampler_timer_entry.*^#\d+ .*RunLoop\.run.*^#\d+ .*Service\.main"]),
    ("no such profile", ["monitor profile everything"], [r"profile start \[samples a second\]"]),
]

gdbsession.main(SCENARIOS)
