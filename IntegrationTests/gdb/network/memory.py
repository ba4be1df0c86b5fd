"""Asks gdb which functions hold the guest's memory, while connections are open."""

import os
import pathlib
import re
import socket
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import gdbsession  # noqa: E402

TOOLS = pathlib.Path(__file__).resolve().parents[3] / "Tools/gdb"


def connect():
    connection = socket.create_connection((os.environ["SWIFTLET_ADDRESS"], 7))
    connection.sendall(b"hello" * 200)
    assert len(connection.recv(1000, socket.MSG_WAITALL)) == 1000
    return connection


print(gdbsession.run(["monitor profile start 100"]))
connections = [connect() for _ in range(50)]
output = gdbsession.run([f"source {TOOLS}/load.py", "kernel heap 5", "monitor profile stop"])
print(output)
found = re.findall(r"(?m)^ *(\d+) bytes in +(\d+) blocks  (.+)$", output)
assert found and all(int(size) > 0 for size, _, _ in found), "no function holds memory"
assert any("NetworkService.echo" in chain or "TCP" in chain for _, _, chain in found)
print("gdb says who holds the memory")
