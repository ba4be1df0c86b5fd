"""Echoes on an old and on new connections while hping3 floods the port with SYNs."""

import os
import socket
import subprocess
import time

ADDRESS = os.environ["SWIFTLET_ADDRESS"]


def exchange(link, number):
    sent = b"%08d" % number * 20
    link.sendall(sent)
    got = b""
    while len(got) < len(sent):
        part = link.recv(4096)
        assert part, "the guest hung up"
        got += part
    assert got == sent


old = socket.create_connection((ADDRESS, 7), timeout=10)
exchange(old, 0)
flood = subprocess.Popen(
    ["hping3", "-q", "-S", "-p", "7", "-i", "u200", "--rand-source", ADDRESS],
    stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    end, exchanges, connections = time.monotonic() + 6, 0, 0
    while time.monotonic() < end:
        for number in range(20):
            exchange(old, number)
        with socket.create_connection((ADDRESS, 7), timeout=10) as new:
            exchange(new, exchanges)
        exchanges += 21
        connections += 1
    assert flood.poll() is None, "the flood has ended"
finally:
    flood.kill()
    flood.wait()
assert connections >= 20, f"only {connections} connections"
print(f"{exchanges} exchanges, {connections} connections")
