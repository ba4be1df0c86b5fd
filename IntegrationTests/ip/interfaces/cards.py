"""Asks both cards of the guest, also from the other one's network, and has it call both networks."""

import socket
import threading

GUESTS = ("10.0.0.42", "10.0.1.42")
HOSTS = ("10.0.0.1", "10.0.1.1")


def datagram(source, target, port):
    """Sends one, and takes an answer from nowhere but where it went."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
        link.settimeout(5)
        link.bind((source, 0))
        link.connect((target, port))
        link.send(b"hello")
        return link.recv(100)


def stream(source, target):
    block = bytes(range(256)) * 4096
    with socket.create_connection((target, 7), timeout=10, source_address=(source, 0)) as link:
        writer = threading.Thread(target=link.sendall, args=(block,))
        writer.start()
        got = b""
        while len(got) < len(block):
            got += link.recv(1 << 16)
        writer.join()
        assert got == block, "something else came back"


for host in HOSTS:
    for guest in GUESTS:
        assert datagram(host, guest, 7) == b"hello"
        stream(host, guest)
assert datagram(HOSTS[1], GUESTS[1], 8) == b"hello"
try:
    datagram(HOSTS[0], GUESTS[0], 8)
    raise SystemExit("port 8 is open on the first card")
except ConnectionRefusedError:
    pass
for host, guest in zip(HOSTS, GUESTS):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link, \
            socket.create_server((host, 5000)) as server, \
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as orders:
        link.settimeout(5)
        server.settimeout(5)
        link.bind((host, 5000))
        orders.sendto(socket.inet_aton(host), (GUESTS[0], 9))
        assert link.recvfrom(10) == (b"\1\2\3", (guest, 9))
        caller, (address, _) = server.accept()
        assert address == guest, f"the call comes from {address}"
        caller.settimeout(5)
        assert caller.recv(3) == b"\4\5\6"
        caller.close()
print("all as expected")
