"""Has the guest connect to where somebody listens, and to where nobody does."""

import os
import socket
import struct
import threading
import time

ADDRESS, HOST = os.environ["SWIFTLET_ADDRESS"], os.environ["SWIFTLET_HOST_ADDRESS"]


def order(address, port):
    """What the guest says of a connection there, how long it took, and the connection."""
    link = socket.create_connection((ADDRESS, 5000), timeout=30)
    begin = time.monotonic()
    link.sendall(socket.inet_aton(address) + struct.pack("!H", port))
    said = b""
    while not said.endswith(b"\n"):
        part = link.recv(1)
        assert part, "the guest hung up"
        said += part
    return said.decode().strip(), time.monotonic() - begin, link


def expect(found, said, least, most):
    assert found[0] == said, f"expected “{said}”, found “{found[0]}”"
    assert least <= found[1] <= most, f"“{said}” took {found[1]:.2f} s"


def serve(listener):
    """Sends back what it gets, in capitals, and ends when the guest does."""
    link, _ = listener.accept()
    with link:
        while part := link.recv(65536):
            link.sendall(part.upper())


listener = socket.create_server((HOST, 0))
server = threading.Thread(target=serve, args=[listener])
server.start()
found = order(HOST, listener.getsockname()[1])
expect(found, "connected", 0, 2)
link = found[2]
link.sendall(b"some text")
link.shutdown(socket.SHUT_WR)
assert link.makefile("rb").read() == b"SOME TEXT"
server.join(10)
assert not server.is_alive(), "the guest did not close its connection"

expect(order(HOST, 1), "refused", 0, 2)
# A neighbour that is not there, and a silent one: the port's packets are dropped.
expect(order("10.0.0.99", 80), "unreachable", 1, 4.9)
silent = socket.create_server((HOST, 0), backlog=0)
waiting = [socket.socket() for _ in range(3)]
for other in waiting:
    other.setblocking(False)
    other.connect_ex(silent.getsockname())
expect(order(HOST, silent.getsockname()[1]), "timed out", 4.9, 8)
print("four ends")
