"""Puts breakpoints where the stub often looks for a detour, and where a non-maskable interrupt leads then.

Last, samples by the timer's own vector, beside which the port's non-maskable interrupts come.

The handler has to come to its end whenever it meets one, as it sets the timer for the next sample last.
"""

import os
import pathlib
import re
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import gdbsession  # noqa: E402
import rsp  # noqa: E402

ROUNDS = int(os.environ.get("ROUNDS", 6))
# A number, which is 0, and the end of the expression.
NEVER = "X3,220027"


def symbol(name):
    lines = subprocess.run(["nm", gdbsession.image()], capture_output=True, text=True, check=True).stdout
    return int(re.search(rf"(?m)^(\w+) \w {name}$", lines)[1], 16)


def fired():
    return int.from_bytes(client.read(counter, 8), "little")


def go_on():
    """Lets the guest go on for a while; says how many samples it took."""
    before = fired()
    client.send("vCont;c")
    time.sleep(0.3)
    stop = client.interrupt()
    assert stop.startswith("T02"), stop
    return fired() - before


turn, handler = symbol("sampled_turn"), symbol("kernel_sample_unmasked")
# How often the timer has run out, of Telemetry.SamplerBlock.
counter = symbol("kernel_sampler") + 128
client = rsp.Client()
assert client.ask("?").startswith("T02")
print(f"{go_on()} samples without breakpoints", flush=True)
assert client.ask(f"Z0,{turn:x},1;{NEVER}") == "OK"
print(f"{go_on()} samples with one at a function", flush=True)
assert client.ask(f"Z0,{handler:x},1;{NEVER}") == "OK"
counts = [go_on() for _ in range(ROUNDS)]
print(f"{counts} samples with one in the handler, too", flush=True)
assert 5 < min(counts) and max(counts) < 2000, "the sampler does not keep its rate"

# Nobody stops within the handler, whatever lies there: its end would be lost to the next interrupt.
for packet in (f"Z0,{handler:x},1", f"Z1,{handler:x},1", f"Z2,{counter:x},8"):
    assert client.ask("z" + packet[1:]) == "OK"
    assert client.ask(packet) == "OK"
    counts = [go_on() for _ in range(ROUNDS // 2)]
    print(f"{counts} samples with {packet}", flush=True)
    assert 5 < min(counts) and max(counts) < 2000, packet
    assert client.ask("z" + packet[1:]) == "OK"
assert client.ask(f"z0,{turn:x},1") == "OK"
assert go_on() > 5

# The port's interrupts cannot be masked either. While the timer interrupts by its vector they are no samples.
client.ask("qRcmd," + b"profile start 1".hex())
before, start = fired(), time.monotonic()
for _ in range(20):
    client.send("vCont;c")
    time.sleep(0.02)
    assert client.interrupt().startswith("T02")
count, seconds = fired() - before, time.monotonic() - start
print(f"{count} samples in {seconds:.1f} s at 1 Hz, and 20 interrupts of the port's", flush=True)
# An interval is half a second at least.
assert count <= 2 + 2 * seconds, "the port's interrupts are taken for the timer's"
assert client.ask("D") == "OK"
print("samples are taken on and on")
