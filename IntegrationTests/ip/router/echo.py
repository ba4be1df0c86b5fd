"""Sends back what comes over two connections to port 9; returns when it listens."""

import os
import socket

server = socket.create_server(("192.0.2.2", 9))
server.settimeout(60)
if os.fork() > 0:
    os._exit(0)
for _ in range(2):
    connection, _ = server.accept()
    received = b""
    while chunk := connection.recv(65536):
        received += chunk
    connection.sendall(received)
    connection.close()
