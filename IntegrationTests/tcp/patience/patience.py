"""Clients that vanish, that acknowledge nothing, that close their window, that do not read."""

import os
import socket
import time

from peer import ACK, RST, Peer

ADDRESS = os.environ["SWIFTLET_ADDRESS"]
BLOCK = bytes((i * 2_654_435_761 >> 13) & 255 for i in range(65_536))


def vanish():
    """Two questions a second apart, then a reset or nothing at all."""
    peer = Peer(7, 4001).connect()
    for _ in range(2):
        flags, seq, _, _, _ = peer.expect(ACK, 1.8)
        assert seq == peer.ack - 1, "no question whether we are there"
    gone = peer.receive(2.5)
    assert gone is None or gone[0] & RST, "the guest has not given up"
    peer.send(ACK, b"back")
    peer.expect(RST)


def keep_alive():
    peer = Peer(7, 4002).connect()
    for _ in range(4):
        peer.expect(ACK, 1.8)
        peer.send(ACK)
    peer.send(RST)


def never_acknowledge():
    """The answer is sent again and again, with more and more time between, then no more."""
    peer = Peer(7, 4003).connect()
    peer.send(ACK, b"hello")
    begin, times = time.monotonic(), []
    while segment := peer.receive(3.5):
        if segment[4]:
            assert segment[4] == b"hello"
            times.append(time.monotonic() - begin)
    assert len(times) >= 3, f"sent {len(times)} times"
    assert 1 < times[-1] < 5, f"sent last after {times[-1]:.1f} s"


def close_window():
    peer = Peer(7, 4004).connect()
    peer.window = 0
    peer.send(ACK, b"hello")
    # Probes with one byte, which find no room, answered each time.
    for _ in range(4):
        segment = peer.receive(3)
        assert segment is not None, "no probe came"
        assert len(segment[4]) <= 1
        peer.send(ACK)
    peer.window = 65535
    peer.send(ACK)
    got = b""
    while len(got) < 5:
        segment = peer.receive(3)
        assert segment is not None, "the rest did not come"
        if segment[1] == peer.ack:
            got += segment[4]
            peer.ack += len(segment[4])
            peer.send(ACK)
    assert got == b"hello"
    peer.send(RST)


def read_nothing():
    """A reader that rests for longer than the guest waits for silent ones; it is not silent."""
    with socket.create_connection((ADDRESS, 19), timeout=10) as link:
        time.sleep(5)
        with socket.create_connection((ADDRESS, 7), timeout=2) as other:
            other.sendall(b"quick")
            assert other.recv(5) == b"quick"
        stream = link.makefile("rb")
        for _ in range(32):
            assert stream.read(len(BLOCK)) == BLOCK


vanish()
keep_alive()
never_acknowledge()
close_window()
read_nothing()
print("patient")
