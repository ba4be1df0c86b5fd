"""Gives the guest addresses by datagrams to all hosts and looks which it answers by."""

import socket
import subprocess

NAME = next(name for _, name in socket.if_nameindex() if name != "lo")
CARD = bytes.fromhex("525400000042")
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
client.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, NAME.encode())
client.bind(("", 6700))
client.settimeout(5)


def configure(payload, sender):
    """Tells the guest its address and expects its word that it has taken it."""
    client.sendto(payload, ("255.255.255.255", 68))
    answer, source = client.recvfrom(100)
    assert source == (sender, 68), source
    return answer == b"\1"


def answers(address):
    """Whether somebody answers a ping; the host asks for the card anew each time."""
    return subprocess.run(
        ["ping", "-c", "1", "-W", "1", address], stdout=subprocess.DEVNULL
    ).returncode == 0


def by_card(address):
    """Sends a datagram to the guest's card, whatever its address is."""
    payload = bytes([10, 0, 0, 42, 24])
    udp = b"\x1a\x2c\0\x44" + (8 + len(payload)).to_bytes(2, "big") + b"\0\0" + payload
    header = bytearray(b"\x45\0" + (20 + len(udp)).to_bytes(2, "big") + b"\0\0\x40\0\x40\x11\0\0")
    header += socket.inet_aton("10.0.0.1") + socket.inet_aton(address)
    total = sum(int.from_bytes(header[i : i + 2], "big") for i in range(0, 20, 2))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    header[10:12] = (0xFFFF ^ total).to_bytes(2, "big")
    link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    link.bind((NAME, 0))
    link.send(CARD + bytes.fromhex("525400000001") + b"\x08\0" + bytes(header) + udp)
    answer, source = client.recvfrom(100)
    assert (answer, source) == (b"\1", ("10.0.0.42", 68)), (answer, source)


def connect(address):
    """A connection over which a word has gone and come."""
    link = socket.create_connection((address, 7), timeout=5)
    link.send(b"hello")
    assert link.recv(10) == b"hello"
    return link


assert not answers("10.0.0.42"), "no address yet"
# The offer of a server: for an address that the guest does not have, in a frame for its card.
by_card("192.0.2.7")
assert answers("10.0.0.42")
link = connect("10.0.0.42")
assert configure(bytes([10, 0, 0, 99, 24]), "10.0.0.99")
try:
    link.recv(10)
    raise SystemExit("the connection ended in good order")
except ConnectionResetError:
    pass
held = connect("10.0.0.99")
assert answers("10.0.0.99") and not answers("10.0.0.42")
held.send(b"still there")
assert held.recv(20) == b"still there"
assert not configure(bytes([10, 0, 0, 255, 24]), "10.0.0.99"), "the address of all hosts"
assert answers("10.0.0.99")
assert configure(b"", "0.0.0.0")
assert not answers("10.0.0.99")
assert configure(bytes([10, 0, 0, 42, 24]), "10.0.0.42")
assert answers("10.0.0.42")
print("all as expected")
