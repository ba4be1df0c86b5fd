"""Runs a command and says how many bytes a packet had that passed the link meanwhile, each way."""

import subprocess
import sys


def read():
    """What the link has carried: bytes and packets from the guest, then to it."""
    for line in open("/proc/net/dev"):
        name, _, rest = line.partition(":")
        if name.strip() == "tap0":
            numbers = [int(word) for word in rest.split()]
            return numbers[0], numbers[1], numbers[8], numbers[9]
    raise SystemExit("there is no link")


before = read()
subprocess.run(sys.argv[3:], check=True)
change = [now - then for now, then in zip(read(), before)]
sizes = change[0] // max(change[1], 1), change[2] // max(change[3], 1)
print(f"{sizes[0]} bytes a packet from the guest, {sizes[1]} to it")
# The acknowledgements of each direction count among the packets of the other.
for size, least, name in zip(sizes, sys.argv[1:3], ["from", "to"]):
    if size < int(least):
        raise SystemExit(f"only {size} bytes a packet {name} the guest, not {least}")
