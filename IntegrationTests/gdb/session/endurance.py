"""Does often what a debugger does: attaches, steps, breaks in; fewer times in the usual run of tests.

ATTACHES=1000 STEPS=100000 makes it the long run.
"""

import os
import pathlib
import random
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import rsp  # noqa: E402

ATTACHES = int(os.environ.get("ATTACHES", 100))
STEPS = int(os.environ.get("STEPS", 2000))
BREAKS = int(os.environ.get("BREAKS", 100))


def attach_and_detach():
    for number in range(ATTACHES):
        client = rsp.Client()
        assert client.ask("?").startswith("T02"), number
        assert client.ask("D") == "OK"
        client.close()
    print(f"attached and detached {ATTACHES} times")


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
    print("survived debuggers that vanish")


def steps(client):
    seen, begin = set(), time.monotonic()
    for number in range(STEPS):
        stop = client.ask("vCont;s:1")
        assert stop.startswith("T05"), f"step {number}: {stop}"
        seen.add(stop)
    print(f"{STEPS} steps at {len(seen)} places, {(time.monotonic() - begin) / STEPS * 1e3:.2f} ms each")
    assert len(seen) > 20


def break_in(client):
    chance = random.Random(1)
    for number in range(BREAKS):
        client.send("vCont;c")
        # Directly behind the wish to go on, or somewhat later.
        if number % 2:
            time.sleep(chance.random() / 100)
        stop = client.interrupt()
        assert stop.startswith("T02"), f"break-in {number}: {stop}"
    print(f"broke in {BREAKS} times")


attach_and_detach()
vanish()
client = rsp.Client()
break_in(client)
steps(client)
assert client.ask("D") == "OK"
print("endured")
