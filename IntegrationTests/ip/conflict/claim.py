"""Claims the guest's address in the name of another card, and counts how often it objects."""

import os
import socket

NAME = next(name for _, name in socket.if_nameindex() if name != "lo")
GUEST = socket.inet_aton(os.environ["SWIFTLET_ADDRESS"])
OTHER = bytes.fromhex("020000000099")
wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0806))
wire.bind((NAME, 0))
# The second announcement of RFC 5227 may still come.
wire.settimeout(3)
try:
    while True:
        wire.recv(100)
except TimeoutError:
    pass
for _ in range(5):
    wire.send(b"\xff" * 6 + OTHER + b"\x08\6\0\1\x08\0\6\4\0\1" + OTHER + GUEST + bytes(6) + GUEST)
wire.settimeout(1)
objections = 0
try:
    while True:
        frame = wire.recv(100)
        # An announcement: the guest's card asks for its own address.
        if frame[22:32] == bytes.fromhex("525400000042") + GUEST and frame[38:42] == GUEST:
            objections += 1
except TimeoutError:
    pass
print("defended once" if objections == 1 else f"defended {objections} times")
