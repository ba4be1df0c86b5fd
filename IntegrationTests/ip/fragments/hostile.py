"""Sends pieces that no sound host sends; none of their packets may be answered."""

import os
import socket
import struct

NAME = next(name for _, name in socket.if_nameindex() if name != "lo")
GUEST = socket.inet_aton(os.environ["SWIFTLET_ADDRESS"])
LINK = bytes.fromhex("525400000042" "525400000001" "0800")
link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800))
link.bind((NAME, 0))


def checksum(data):
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def send(number, offset, payload, more, protocol=1):
    field = offset // 8 | (0x2000 if more else 0)
    header = struct.pack(
        "!BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), number, field, 64, protocol, 0,
        socket.inet_aton("10.0.0.1"), GUEST)
    link.send(LINK + header[:10] + struct.pack("!H", checksum(header)) + header[12:] + payload)


def echo(size):
    """An echo request whose sum is right, so that only the pieces can be at fault."""
    message = struct.pack("!BBHHH", 8, 0, 0, 77, 1) + bytes(size)
    return message[:2] + struct.pack("!H", checksum(message)) + message[4:]


request = echo(56)
# Teardrop: the second lies inside the first; then the rest, which would complete it.
send(1, 0, request[:40], True)
send(1, 24, request[24:32], True)
send(1, 40, request[40:], False)
# Two with different ends.
send(2, 0, request[:40], True)
send(2, 40, request[40:], False)
send(3, 40, request[40:], False)
send(3, 64, request[40:], False)
send(3, 0, request[:40], True)
# The ping of death.
send(4, 65528, request[:16], False)
# A flood of beginnings.
for number in range(200):
    send(1000 + number, 0, request[:40] + bytes(1400), True)
link.settimeout(0.5)
answers = 0
try:
    while True:
        frame = link.recv(2000)
        # An answer from the guest to number 77; packet 2 is sound, and is answered.
        if frame[26:30] == GUEST and frame[23] == 1 and frame[34] == 0 and frame[38:40] == b"\0\x4d":
            answers += 1
except TimeoutError:
    pass
print("no piece was believed" if answers == 1 else f"{answers} answers")
