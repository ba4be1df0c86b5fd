"""What gdb reads from memory of the kernel is what the kernel's own stub tells of itself."""

import os
import pathlib
import socket
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import gdbsession  # noqa: E402

TOOLS = pathlib.Path(__file__).resolve().parents[3] / "Tools/gdb"
COMPARE = r"""python
import re

def said(command):
    return gdb.execute(command, to_string=True).splitlines()

def differ(name, kernel, monitor):
    if kernel != monitor or not kernel:
        print(f"FAILED {name}: memory {kernel}, the stub {monitor}")
    else:
        print(f"the same {name}: {len(kernel)} lines")

def nanoseconds(text):
    return int(text.replace(".", "")) * 1000

for name in ("sockets", "routes", "interrupts"):
    differ(name, said(f"kernel {name}"), said(f"monitor {name}"))
lines = said("kernel tasks")
differ("tasks", [l for l in lines if not l.startswith("  #")], said("monitor tasks"))
print("\n".join(lines))
differ("heap", said("kernel heap sizes")[:-1], said("monitor heap")[:-1])

first, *timers = said("monitor timers")
timers = [re.sub(r", in \S+ s", "", l) for l in timers]
told = said("kernel timers")
differ("timers", [re.sub("  .*", "", l) for l in told], [first.split(", ")[1], *timers])
print("\n".join(told))

# Of each neighbour the stub says how long ago it was heard: that ends between these two.
before, known, after = said("monitor timers")[0], said("monitor arp"), said("monitor timers")[0]
bounds = [nanoseconds(re.match(r"now (\S+),", l)[1]) for l in (before, after)]
rows = []
for mine, its in zip(said("kernel arp"), known):
    mine, its = mine.split(), its.split()
    now = nanoseconds(mine[3]) + nanoseconds(its[2])
    rows.append((mine[:2], its[:2], bounds[0] - 2000 <= now <= bounds[1] + 2000))
differ("arp", [r[0] for r in rows if r[2]], [r[1] for r in rows])

# Damage ends in a line, and nothing that is not asked for suffers by it.
from swiftlet import context
guest, statics = gdb.selected_inferior(), context.image().statics
def damaged(command, at, word):
    kept = bytes(guest.read_memory(at, 8))
    guest.write_memory(at, word.to_bytes(8, "little"))
    try:
        print("\n".join(said(command)))
    except gdb.error as error:
        print(f"{command}: {error}")
    finally:
        guest.write_memory(at, kept)
timers = statics.find("Kernel.timers")
damaged("kernel timers", timers.part("count").address, (1 << 64) - 1)
damaged("kernel timers", timers.part("heap").address, 1 << 46)
ready = statics.find("Kernel.readyJobs").part("first").address
damaged("kernel tasks", ready, ready - 16)
damaged("kernel sockets", statics.find("Kernel.network").address, 1 << 46)
end"""

with socket.create_connection((os.environ["SWIFTLET_ADDRESS"], 7)) as connection:
    connection.sendall(b"hello")
    assert connection.recv(5) == b"hello"
    output = gdbsession.run([f"source {TOOLS}/load.py", COMPARE])
PATTERNS = [
    *(rf"(?m)^the same {name}: [1-9]\d* lines$" for name in (
        "sockets", "routes", "interrupts", "tasks", "heap", "timers", "arp")),
    r"(?m)^  #\d +closure #1 in static NetworkService\.start\(_:\) at IntegrationTests/gdb/network/Service\.swift:9$",
    r"(?m)^  #\d +static NetworkService\.rest\(\) at IntegrationTests/gdb/network/Service\.swift:32$",
    r"(?m)^  #\d +static NetworkService\.echo\(_:\) at IntegrationTests/gdb/network/Service\.swift:\d+$",
    r"(?m)^at 36\d\d\.\d{6}: 0x[0-9a-f]+  Sleeper$",
    r"(?m)^kernel timers: there cannot be -1 timers at 0x[0-9a-f]+$",
    r"(?m)^kernel timers: there is no memory for \d+ bytes at 0x400000000000$",
    r"(?m)^kernel tasks: the list of the jobs that are ready has no end$",
    r"(?m)^kernel sockets: there is no memory for \d+ bytes at 0x4[0-9a-f]+$",
]
ok = gdbsession.judge("same", output, PATTERNS) and "FAILED" not in output
print("memory says what the stub says" if ok else "they differ")
