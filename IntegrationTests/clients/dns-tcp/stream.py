"""Asks over connections as dig does not: in pieces, without waiting, too slowly."""

import os
import socket
import struct
import time

ADDRESS = (os.environ["SWIFTLET_ADDRESS"], 53)


def query(identifier, name="www.test.example"):
    labels = b"".join(bytes([len(part)]) + part.encode() for part in name.split("."))
    message = struct.pack(">6H", identifier, 0, 1, 0, 0, 0) + labels + b"\0\0\1\0\1"
    return struct.pack(">H", len(message)) + message


def read(stream, count):
    data = b""
    while len(data) < count:
        piece = stream.recv(count - len(data))
        if not piece:
            raise EOFError
        data += piece
    return data


def answer(stream):
    return read(stream, struct.unpack(">H", read(stream, 2))[0])


def identifier(message):
    return struct.unpack(">H", message[:2])[0]


def connect():
    stream = socket.create_connection(ADDRESS, 5)
    stream.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return stream


# A hundred without waiting.
stream = connect()
stream.sendall(b"".join(query(number) for number in range(100)))
assert [identifier(answer(stream)) for _ in range(100)] == list(range(100))
# One byte after the other.
for byte in query(7):
    stream.sendall(bytes([byte]))
assert identifier(answer(stream)) == 7
# A large answer, many times: more than fits the windows.
stream.sendall(b"".join(query(number, "many.test.example") for number in range(200)))
time.sleep(0.2)
sizes = {len(answer(stream)) for _ in range(200)}
assert len(sizes) == 1 and sizes.pop() > 3200
# The guest ends its side when the client has ended its own.
stream.sendall(query(9))
stream.shutdown(socket.SHUT_WR)
assert identifier(answer(stream)) == 9
assert stream.recv(1) == b""
# Silence, and half a query, end the connection.
for start in [b"", query(1)[:5]]:
    stream = connect()
    stream.sendall(start)
    begin = time.monotonic()
    try:
        assert stream.recv(1) == b""
    except ConnectionResetError:
        pass
    assert 1.5 < time.monotonic() - begin < 4
# What is no query ends it, too.
stream = connect()
stream.sendall(b"\0\3abc")
try:
    assert stream.recv(1) == b""
except ConnectionResetError:
    pass
# Who states a length that no query has keeps no memory: all of them together would have it all.
hoard = []
for _ in range(48):
    stream = connect()
    hoard.append(stream)
    try:
        stream.sendall(b"\xff\xff" + bytes(65534))
    except OSError:
        # It is over already.
        pass
stream = connect()
stream.sendall(query(3))
assert identifier(answer(stream)) == 3
print("all as expected")
