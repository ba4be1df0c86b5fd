"""Has the guest use up its memory, sends it what it has no room for, and asks whether it goes on."""

import os
import socket

link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
link.connect((os.environ["SWIFTLET_ADDRESS"], 7))
link.settimeout(30)
link.send(b"fill")
assert link.recv(2048) == b"full"
for _ in range(200):
    link.send(bytes(1400))
assert link.recv(2048) == b"fill"
link.send(b"hello")
while link.recv(2048) != b"hello":
    pass
print("still there")
