"""Opens very many connections, uses each once, lets them rest, and uses each again."""

import os
import resource
import socket
import sys
import time

ADDRESS = os.environ["SWIFTLET_ADDRESS"]
count = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_NOFILE, (count + 100, count + 100))


def exchange(links, text):
    for link in links:
        link.sendall(text)
    for link in links:
        assert link.recv(100) == text


links = []
while len(links) < count:
    batch = [socket.create_connection((ADDRESS, 7), timeout=30) for _ in range(100)]
    exchange(batch, b"first")
    links += batch
time.sleep(2)
for start in range(0, count, 100):
    exchange(links[start:start + 100], b"again")
for link in links:
    link.close()
print(f"{count} connections")
