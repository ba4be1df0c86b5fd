"""A TCP peer that sends what it is told, segment by segment, from an address nobody else has."""

import os
import socket
import struct
import time

FIN, SYN, RST, PSH, ACK = 1, 2, 4, 8, 16
GUEST = os.environ["SWIFTLET_ADDRESS"]
OWN = "10.0.0.77"
MAC = bytes.fromhex("020000000077")


class Peer:
    """One end of a connection to the guest; answers ARP, and nothing else by itself."""

    link = None

    def __init__(self, service, port, number=1000):
        if Peer.link is None:
            Peer.link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
            Peer.link.bind((os.environ["SWIFTLET_INTERFACE"], 3))
            Peer.card = Peer._resolve()
        self.service, self.port, self.seq, self.ack = service, port, number, 0
        self.window = 65535

    @staticmethod
    def _arp(operation, card, target):
        return (
            target + MAC + struct.pack("!HHHBBH", 0x0806, 1, 0x0800, 6, 4, operation)
            + MAC + socket.inet_aton(OWN) + card + socket.inet_aton(GUEST))

    @classmethod
    def _resolve(cls):
        cls.link.send(cls._arp(1, bytes(6), b"\xff" * 6))
        cls.link.settimeout(5)
        while True:
            frame = cls.link.recv(2048)
            if frame[12:14] == b"\x08\x06" and frame[20:22] == b"\0\2" and frame[:6] == MAC:
                return frame[6:12]

    def send(self, flags, data=b"", seq=None):
        """Sends a segment; with a number of its own, the next number stays as it was."""
        following = (self.seq + len(data) + bool(flags & SYN) + bool(flags & FIN)) & 0xFFFFFFFF
        if seq is None:
            seq, self.seq = self.seq, following
        segment = struct.pack(
            "!HHIIBBHHH", self.port, self.service, seq & 0xFFFFFFFF,
            self.ack & 0xFFFFFFFF if flags & ACK else 0, 0x50, flags, self.window, 0, 0) + data
        pseudo = socket.inet_aton(OWN) + socket.inet_aton(GUEST) + struct.pack("!HH", 6, len(segment))
        segment = segment[:16] + struct.pack("!H", _sum(pseudo + segment)) + segment[18:]
        header = struct.pack(
            "!BBHHHBBH", 0x45, 0, 20 + len(segment), 0, 0x4000, 64, 6, 0)
        header += socket.inet_aton(OWN) + socket.inet_aton(GUEST)
        header = header[:10] + struct.pack("!H", _sum(header)) + header[12:]
        self.link.send(self.card + MAC + b"\x08\0" + header + segment)

    def receive(self, seconds=2.0):
        """The next segment for this end: flags, seq, ack, window, data; None if none comes."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.link.settimeout(left)
            try:
                frame = self.link.recv(65536)
            except TimeoutError:
                return None
            if frame[12:14] == b"\x08\x06" and frame[20:22] == b"\0\1":
                if frame[38:42] == socket.inet_aton(OWN):
                    self.link.send(self._arp(2, frame[6:12], frame[6:12]))
                continue
            if frame[12:14] != b"\x08\0" or frame[23] != 6 or frame[30:34] != socket.inet_aton(OWN):
                continue
            segment = frame[34:14 + struct.unpack_from("!H", frame, 16)[0]]
            source, target, seq, ack, offset, flags, window = struct.unpack_from("!HHIIBBH", segment)
            if (source, target) == (self.service, self.port):
                return flags, seq, ack, window, segment[offset >> 4 << 2:]
        return None

    def expect(self, flags, seconds=2.0):
        """Takes the next segment, which has these flags; PSH does not matter."""
        segment = self.receive(seconds)
        assert segment is not None, f"nothing came instead of {flags}"
        assert segment[0] & ~PSH == flags, f"flags {segment[0]} instead of {flags}"
        return segment

    def connect(self):
        self.send(SYN)
        _, seq, _, _, _ = self.expect(SYN | ACK)
        self.ack = seq + 1
        self.send(ACK)
        return self


def _sum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f"!{len(data) // 2}H", data))
    total = (total & 0xFFFF) + (total >> 16)
    return ~(total + (total >> 16)) & 0xFFFF
