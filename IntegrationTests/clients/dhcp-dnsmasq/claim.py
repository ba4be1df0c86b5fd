"""Claims 10.0.0.43 for another card: until the guest defends it, and then once more."""

import os
import socket

OWN, CARD = socket.inet_aton("10.0.0.43"), bytes.fromhex("020000000099")
GUEST = bytes.fromhex("525400000042")
CLAIM = b"\xff" * 6 + CARD + b"\x08\6\0\1\x08\0\6\4\0\1" + CARD + OWN + bytes(6) + OWN
link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0806))
link.bind((os.environ["SWIFTLET_INTERFACE"], 0))
link.settimeout(15)
link.send(CLAIM)
while True:
    frame = link.recv(100)
    # An announcement: the guest's card asks for its own address.
    if frame[22:32] == GUEST + OWN and frame[38:42] == OWN:
        break
link.send(CLAIM)
print("defended")
