"""Sends megabytes to the guest and takes as many from it; both are compared byte by byte."""

import os
import socket
import struct
import sys
import zlib

ADDRESS = os.environ["SWIFTLET_ADDRESS"]
BLOCK = bytes((i * 2_654_435_761 >> 13) & 255 for i in range(65_536))


def send(blocks):
    """The guest tells how much it read, and its checksum."""
    link = socket.create_connection((ADDRESS, 10))
    expected = 1
    for _ in range(blocks):
        link.sendall(BLOCK)
        expected = zlib.adler32(BLOCK, expected)
    link.shutdown(socket.SHUT_WR)
    count, found = struct.unpack("!QQ", link.makefile("rb").read(16))
    assert count == blocks * len(BLOCK), f"the guest read {count} bytes"
    assert found == expected, "the guest read something else"


def receive(blocks):
    link = socket.create_connection((ADDRESS, 19))
    stream = link.makefile("rb")
    for number in range(blocks):
        assert stream.read(len(BLOCK)) == BLOCK, f"block {number} is another"


megabytes = int(sys.argv[1])
send(megabytes * 16)
receive(megabytes * 16)
print(f"{megabytes} MB each way")
