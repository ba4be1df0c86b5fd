"""Sends datagrams to the guest one after the other, each once the one before is answered."""

import os
import socket

with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as client:
    client.settimeout(20)
    for _ in range(60):
        client.sendto(b"work", (os.environ["SWIFTLET_ADDRESS"], 7))
        client.recv(100)
