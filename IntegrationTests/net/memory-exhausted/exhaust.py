"""Has the guest use up its memory, sends it what it has no room for, and asks whether it goes on."""

import os
import socket
import time

link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
link.connect((os.environ["SWIFTLET_ADDRESS"], 7))
# Linux sets the flag that forbids pieces as long as it believes in a larger way.
link.setsockopt(socket.IPPROTO_IP, 10, 0)  # IP_MTU_DISCOVER: IP_PMTUDISC_DONT
link.settimeout(0.5)


def ask(text, answer):
    """Asks until there is an answer: among many others it may be lost."""
    while True:
        link.send(text)
        try:
            while link.recv(65536) != answer:
                pass
            return
        except TimeoutError:
            pass


for size, count in (1400, 200), (4000, 200), (65507, 20):
    ask(b"fill", b"full")
    for _ in range(count):
        link.send(bytes(size))
    ask(b"hello", b"hello")
# What nobody reads, and is more than all memory: each is there as a whole before the next comes.
ask(b"open", b"open")
other = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
other.setsockopt(socket.IPPROTO_IP, 10, 0)
other.connect((os.environ["SWIFTLET_ADDRESS"], 9))
for _ in range(120):
    other.send(bytes(65507))
    ask(b"hello", b"hello")
ask(b"close", b"close")
# Small ones for sixteen sockets are more than all memory, too: a share of it stays free.
link.send(b"many")
for _ in range(300):
    time.sleep(0.005)
    for port in range(100, 116):
        link.sendto(bytes(1400), (os.environ["SWIFTLET_ADDRESS"], port))
link.settimeout(10)
free = link.recv(100)
while not free.isdigit():
    free = link.recv(100)
assert int(free) > 128 << 10, free
print("still there, with", int(free) >> 10, "KiB left")
