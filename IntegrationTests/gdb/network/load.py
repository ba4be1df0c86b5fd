"""Breaks into a guest that is flooded with datagrams, again and again."""

import os
import pathlib
import socket
import sys
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import rsp  # noqa: E402

ADDRESS = os.environ["SWIFTLET_ADDRESS"]
TIMES = 50
QUERY = bytes.fromhex("0001010000010000000000000474657374076578616d706c650000010001")
ended = threading.Event()
answers = 0


def flood():
    """Keeps 64 queries under way, as dnsperf does."""
    global answers
    talker = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    talker.settimeout(0.05)
    talker.connect((ADDRESS, 53))
    for _ in range(64):
        talker.send(QUERY)
    while not ended.is_set():
        try:
            talker.recv(512)
            answers += 1
        except TimeoutError:
            pass
        except ConnectionError:
            pass
        talker.send(QUERY)


def wait_for_answers():
    """Until the flood was answered often enough, which a busy host may make late."""
    limit = time.monotonic() + 60
    while answers <= 1000 and time.monotonic() < limit:
        time.sleep(0.01)


thread = threading.Thread(target=flood)
thread.start()
try:
    slowest = 0
    for number in range(TIMES):
        time.sleep(0.02)
        begin = time.monotonic()
        client = rsp.Client()
        stop = client.ask("?")
        slowest = max(slowest, time.monotonic() - begin)
        assert stop.startswith("T02"), stop
        client.send("vCont;c")
        time.sleep(0.01)
        assert client.interrupt().startswith("T02")
        assert client.ask("D") == "OK"
        client.close()
    wait_for_answers()
finally:
    ended.set()
    thread.join()
print(f"{answers} answers meanwhile, slowest attach {slowest * 1e3:.0f} ms")
assert answers > 1000
print(f"broke in {TIMES} times under load")
