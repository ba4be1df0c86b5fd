"""Sends chunks with an extension, and a field after them, which curl cannot."""

import os
import socket

with socket.create_connection((os.environ["SWIFTLET_ADDRESS"], 80), timeout=10) as link:
    link.sendall(
        b"POST /count HTTP/1.1\r\nHost: guest\r\nConnection: close\r\n"
        b"Transfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n"
        b"2;name=value\r\nhe\r\n03\r\nllo\r\n0\r\nX-Sum: 29049\r\n\r\n")
    answer = b""
    while more := link.recv(4096):
        answer += more
print(answer.split(b"\r\n\r\n")[1].decode())
