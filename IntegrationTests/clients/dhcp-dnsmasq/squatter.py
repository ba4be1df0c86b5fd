"""A host that nobody has lent 10.0.0.42: it tells everybody who asks that it has it."""

import os
import socket

OWN, CARD = socket.inet_aton("10.0.0.42"), bytes.fromhex("525400000077")
link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0806))
link.bind((os.environ["SWIFTLET_INTERFACE"], 0))
print("squatting", flush=True)
while True:
    frame = link.recv(100)
    # A request (operation 1) for the address, not a word of our own.
    if frame[20:22] == b"\0\1" and frame[38:42] == OWN and frame[6:12] != CARD:
        asker = frame[22:28] + frame[28:32]
        link.send(
            frame[22:28] + CARD + b"\x08\x06\0\1\x08\0\6\4\0\2" + CARD + OWN + asker)
