"""Exchanges ten megabytes with the guest over one port and lines over another."""

import hashlib
import os
import socket
import time

COUNT = 10_000_000


def connect(name):
    # The path of the folder may be longer than the address of a socket can be.
    os.chdir(os.environ["SWIFTLET_RUN_FOLDER"])
    port = socket.socket(socket.AF_UNIX)
    port.connect(f"port-{name}.sock")
    return port


def receive(port, count):
    parts = []
    while count > 0:
        part = port.recv(min(count, 1 << 16))
        if not part:
            raise SystemExit(f"the port closed, {count} bytes are missing")
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


pattern = bytes(((i * 2654435761) >> 24) & 0xFF for i in range(COUNT))
bulk = connect("bulk")
begin = time.monotonic()
found = receive(bulk, COUNT)
middle = time.monotonic()
bulk.sendall(pattern)
echo = connect("echo")
for line in (b"one", b"two", b"x" * 100_000):
    echo.sendall(line)
    if receive(echo, len(line)) != line:
        raise SystemExit("the echo differs")
echo.close()
echo = connect("echo")
echo.sendall(b"again")
if receive(echo, 5) != b"again":
    raise SystemExit("the echo differs after a new connection")
# QEMU drops what it has not yet delivered when a port is closed.
if receive(bulk, 4) != b"done":
    raise SystemExit("the guest has not received everything")
bulk.close()
same = hashlib.sha256(found).digest() == hashlib.sha256(pattern).digest()
print("guest to host:", "same" if same else "different", f"{COUNT / (middle - begin) / 1e6:.1f} MB/s")
