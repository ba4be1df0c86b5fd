"""Does often what a debugger does: attaches, steps, breaks in; fewer times in the usual run of tests.

Tools/ci/gdb-long makes it the long run. How often: ATTACHES, BREAKS, STEPS, HITS, WATCHES.
"""

import os
import pathlib
import random
import re
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import gdbsession  # noqa: E402
import rsp  # noqa: E402
from successors import Successors  # noqa: E402

ATTACHES = int(os.environ.get("ATTACHES", 100))
BREAKS = int(os.environ.get("BREAKS", 100))
STEPS = int(os.environ.get("STEPS", 2000))
HITS = int(os.environ.get("HITS", 200))
WATCHES = int(os.environ.get("WATCHES", 50))

# The flags, and the bit of them by which the processor takes interrupts.
FLAGS, INTERRUPTS = 17, 1 << 9


def symbols():
    lines = subprocess.run(["nm", gdbsession.image()], capture_output=True, text=True, check=True).stdout
    return {name: int(place, 16) for place, name in re.findall(r"(?m)^(\w+) \w (\w+)$", lines)}


def fields(stop):
    """The registers that a stop tells: by their numbers."""
    return {int(key, 16): int.from_bytes(bytes.fromhex(value), "little")
            for key, value in re.findall(r";([0-9a-f]{2}):([0-9a-f]+)", stop)}


def attach_and_detach():
    for number in range(ATTACHES):
        client = rsp.Client()
        assert client.ask("?").startswith("T02"), number
        assert client.ask("D") == "OK"
        client.close()
    print(f"attached and detached {ATTACHES} times", flush=True)


def vanish():
    """A debugger that is gone without a word leaves a guest that the next one finds as it was."""
    for number in range(10):
        client = rsp.Client()
        client.ask("?")
        if number % 2:
            client.send("vCont;c")
        client.close()
    client = rsp.Client()
    assert client.ask("?").startswith("T02")
    client.ask("D")
    client.close()
    print("survived debuggers that vanish", flush=True)


def break_in(client):
    chance = random.Random(1)
    for number in range(BREAKS):
        client.send("vCont;c")
        # Directly behind the wish to go on, or somewhat later.
        if number % 2:
            time.sleep(chance.random() / 100)
        stop = client.interrupt()
        assert stop.startswith("T02"), f"break-in {number}: {stop}"
    print(f"broke in {BREAKS} times", flush=True)


def break_in_without_interrupts(client, places):
    """The guest jumps to where it is, for ever, and takes no interrupts but non-maskable ones."""
    place = places["gdb_turn"]
    code, saved = client.read(place, 2), client.ask("g")
    slowest = 0
    assert client.ask(f"M{place:x},2:ebfe") == "OK"
    flags = int.from_bytes(bytes.fromhex(client.ask(f"p{FLAGS:x}")), "little") & ~INTERRUPTS
    assert client.ask(f"P{FLAGS:x}={flags.to_bytes(4, 'little').hex()}") == "OK"
    assert client.ask(f"P10={place.to_bytes(8, 'little').hex()}") == "OK"
    for number in range(BREAKS):
        client.send("vCont;c")
        begin = time.monotonic()
        stop = client.interrupt()
        slowest = max(slowest, time.monotonic() - begin)
        now = int.from_bytes(bytes.fromhex(client.ask(f"p{FLAGS:x}")), "little")
        assert stop.startswith("T02") and fields(stop)[16] == place, f"{number}: {stop}"
        assert not now & INTERRUPTS
    assert client.ask(f"M{place:x},2:{code.hex()}") == "OK"
    assert client.ask(f"G{saved}") == "OK"
    assert client.ask("g") == saved
    print(f"broke in {BREAKS} times while interrupts were off, slowest {slowest * 1e3:.0f} ms", flush=True)


def steps(client):
    successors = Successors(gdbsession.image())
    # Where it was broken into, it may wait: it begins where a function is called.
    at = fields(client.ask("?"))
    seen, begin = set(), time.monotonic()
    for number in range(STEPS):
        place = at[16]
        try:
            goals, growth = successors.of(place, client)
            stop = client.ask("vCont;s:1")
        except (OSError, EOFError) as error:
            sys.exit(f"step {number} from {place:#x} ({successors.instructions[place][0]}): {error}")
        assert stop.startswith("T05"), f"step {number}: {stop}"
        before, at = at, fields(stop)
        text = successors.instructions[place][0]
        assert at[16] in goals, f"step {number}: from {place:#x} ({text}) to {at[16]:#x}, not {goals}"
        if growth is not None:
            assert at[7] == before[7] + growth, f"step {number}: {text} at {place:#x} moves the stack"
        seen.add(place)
        if number % 10_000 == 9_999:
            print(f"  {number + 1} steps", flush=True)
    each = (time.monotonic() - begin) / STEPS * 1e3
    print(f"{STEPS} steps at {len(seen)} places went where they must, {each:.2f} ms each", flush=True)
    assert len(seen) > 20


def watch_in_handler(client, places):
    """Each tick of the timer counts, in a handler: one more at each stop."""
    counter = places["kernel_vector_counts"] + 31 * 8
    assert client.ask(f"Z2,{counter:x},8") == "OK"
    last, stopped = int.from_bytes(client.read(counter, 8), "little"), set()
    for number in range(WATCHES):
        stop = client.ask("vCont;c")
        assert f"watch:{counter:x};" in stop, f"{number}: {stop}"
        value = int.from_bytes(client.read(counter, 8), "little")
        assert value == last + 1, f"{number}: {value} behind {last}"
        flags = int.from_bytes(bytes.fromhex(client.ask(f"p{FLAGS:x}")), "little")
        assert not flags & INTERRUPTS, "that is no handler"
        last = value
        stopped.add(fields(stop)[16])
    assert client.ask(f"z2,{counter:x},8") == "OK"
    assert len(stopped) == 1
    print(f"watched a handler write {WATCHES} times", flush=True)


def conditions():
    """gdb is told of each time that a condition holds, and counts."""
    call = f"p ((long(*)(long))gdb_spin)({2 * HITS})"
    output = gdbsession.run(
        ["break *gdb_turn if ($rdi & 1) == 1", f"ignore 1 {HITS - 1}", call, "p $rdi", "info breakpoints",
         "delete", "finish", "finish", "p $pc"], timeout=60 + HITS / 20)
    for pattern in (rf"already hit {HITS} times", rf"\$\d+ = {2 * HITS - 1}\b", "stopped while in a function"):
        assert re.search(pattern, output), f"{pattern}:\n{output}"
    print(f"a condition held {HITS} times, and as often did not", flush=True)


attach_and_detach()
vanish()
client, places = rsp.Client(), symbols()
break_in(client)
break_in_without_interrupts(client, places)
watch_in_handler(client, places)
steps(client)
assert client.ask("D") == "OK"
client.close()
conditions()
print("endured")
