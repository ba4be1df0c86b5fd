"""Half close, simultaneous close, resets, and TIME-WAIT whose place is taken."""

import os
import socket

from peer import ACK, FIN, RST, SYN, Peer

ADDRESS = os.environ["SWIFTLET_ADDRESS"]


def half_close():
    """The guest answers what it has after our FIN, then closes."""
    with socket.create_connection((ADDRESS, 10), timeout=10) as link:
        link.sendall(b"a" * 100_000)
        link.shutdown(socket.SHUT_WR)
        assert len(link.makefile("rb").read()) == 16


def no_listener():
    for port in (1, 5000):
        try:
            socket.create_connection((ADDRESS, port), timeout=10)
            raise AssertionError(f"port {port} is open")
        except ConnectionRefusedError:
            pass


def simultaneous_close():
    """Our FIN leaves before we have seen the guest's: both sides are in CLOSING."""
    peer = Peer(13, 3001).connect()
    _, seq, _, _, data = peer.expect(FIN | ACK)
    peer.send(FIN | ACK)
    _, _, ack, _, _ = peer.expect(ACK)
    assert ack == peer.seq, "our FIN was not acknowledged"
    peer.ack = seq + len(data) + 1
    peer.send(ACK)
    # In TIME-WAIT a repeated FIN is acknowledged again.
    peer.send(FIN | ACK, seq=peer.seq - 1)
    _, _, ack, _, _ = peer.expect(ACK)
    assert ack == peer.seq
    return peer


def reuse(old):
    """A SYN with a later number takes the place of a connection in TIME-WAIT."""
    peer = Peer(13, old.port, old.seq + 100_000).connect()
    peer.expect(FIN | ACK)
    peer.send(RST, seq=peer.seq)


def resets():
    peer = Peer(7, 3002).connect()
    # In the window, but not the next number: RFC 5961 asks whether it was meant.
    peer.send(RST, seq=peer.seq + 10)
    peer.expect(ACK)
    peer.send(SYN, seq=peer.seq + 20)
    peer.expect(ACK)
    peer.send(ACK, b"alive")
    assert peer.expect(ACK)[4] == b"alive"
    peer.ack += 5
    peer.send(RST)
    peer.send(ACK, b"dead")
    peer.expect(RST)


half_close()
no_listener()
reuse(simultaneous_close())
resets()
print("all ends")
