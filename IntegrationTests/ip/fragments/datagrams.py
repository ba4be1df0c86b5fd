"""Sends datagrams of many sizes to the echo service and compares what comes back."""

import os
import random
import socket

GUEST = (os.environ["SWIFTLET_ADDRESS"], 7)
generator = random.Random(1)
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
# Linux sets the flag that forbids pieces as long as it believes in a larger way.
client.setsockopt(socket.IPPROTO_IP, 10, 0)  # IP_MTU_DISCOVER: IP_PMTUDISC_DONT
client.settimeout(5)
for size in [0, 1, 1471, 1472, 1473, 2952, 2953, 4096, 9000, 65507] + [
    generator.randrange(65507) for _ in range(30)
]:
    payload = generator.randbytes(size)
    client.sendto(payload, GUEST)
    assert client.recv(65536) == payload, size
print("all came back")
