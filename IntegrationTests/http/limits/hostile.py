"""Sends what clients do not: each must get its status, and then the end of the connection."""

import os
import socket
import time

ADDRESS = (os.environ["SWIFTLET_ADDRESS"], 80)
HOST = b"Host: a\r\n"
GET = b"GET / HTTP/1.1\r\n" + HOST + b"\r\n"

# Heads of requests for a body that two readers could take for two different ones, and bad bodies.
BODIES = [
    (b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
    (b"Content-Length: 5\r\nContent-Length: 5\r\n\r\n", 400),
    (b"Content-Length: +5\r\n\r\n", 400),
    (b"Transfer-Encoding: gzip, chunked\r\n\r\n", 501),
    (b"Transfer-Encoding: xchunked\r\n\r\n", 400),
    (b"Transfer-Encoding: chunked\r\n\r\n0x1\r\na\r\n0\r\n\r\n", 400),
    (b"Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n", 400),
    (b"Transfer-Encoding: chunked\r\n\r\n1\na\n0\n\n", 400),
]
# Header lines of a request for /.
HEADERS = [
    (b"Host : a\r\n", 400),
    (HOST + b"A: b\r\n c\r\n", 400),
    (b"", 400),
    (HOST + HOST, 400),
    (HOST + b"A: b\x00\r\n", 400),
    (HOST + b"Expect: coffee\r\n", 417),
]
# First lines.
LINES = [
    (b"GET / HTTP/1.1\n", 400),
    (b"GET /\x00 HTTP/1.1\r\n", 400),
    (b"GET /%00 HTTP/1.1\r\n", 400),
    (b"GET /../ HTTP/1.1\r\n", 400),
    (b"GET / HTTP/2.0\r\n", 505),
    (b"BREW / HTTP/1.1\r\n", 501),
]
VECTORS = [(b"POST / HTTP/1.1\r\n" + HOST + rest, status) for rest, status in BODIES]
VECTORS += [(b"GET / HTTP/1.1\r\n" + lines + b"\r\n", status) for lines, status in HEADERS]
VECTORS += [(line + HOST + b"\r\n", status) for line, status in LINES]


def ask(request):
    """The whole answer to some bytes, until the guest closes."""
    with socket.create_connection(ADDRESS, timeout=10) as link:
        link.sendall(request)
        answer = b""
        while more := link.recv(4096):
            answer += more
        return answer


for vector, status in VECTORS:
    # A second request is behind each: what is read of it as one would be answered, too.
    found = ask(vector + GET)
    assert found.startswith(b"HTTP/1.1 %d " % status), (vector, found)
    assert found.count(b"HTTP/1.1 ") == 1, (vector, found)

begin = time.monotonic()
assert ask(b"GET / HTTP/1.1\r\nHost:").startswith(b"HTTP/1.1 408 ")
assert 1.5 < time.monotonic() - begin < 6
begin = time.monotonic()
assert b"served" in ask(GET)
assert 2.5 < time.monotonic() - begin < 8
assert ask(b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 9\r\n\r\nx").startswith(b"HTTP/1.1 408 ")

crowd = [socket.create_connection(ADDRESS, timeout=10) for _ in range(100)]
for link in crowd:
    link.sendall(GET)
    assert link.recv(4096).startswith(b"HTTP/1.1 200 ")
assert ask(GET).startswith(b"HTTP/1.1 503 ")
for link in crowd:
    link.close()
print("each got its status")
