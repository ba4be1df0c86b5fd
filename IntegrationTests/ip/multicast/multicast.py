"""Speaks to the guest's group by sockets of Linux, and looks at what the guest tells routers."""

import os
import socket
import struct
import time

NAME = next(name for _, name in socket.if_nameindex() if name != "lo")
GUEST, GROUP = os.environ["SWIFTLET_ADDRESS"], "239.1.2.3"
wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x0800))
wire.bind((NAME, 0))
own = struct.pack("4s4s", socket.inet_aton(GROUP), socket.inet_aton("10.0.0.1"))
client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
client.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton("10.0.0.1"))


def ask(text, target, seconds=2):
    client.settimeout(seconds)
    client.sendto(text, (target, 5000))
    try:
        answer, source = client.recvfrom(100)
    except TimeoutError:
        return None
    assert source == (GUEST, 5000), source
    return answer


def checksum(data):
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def query(tenths):
    """A general query of a router, RFC 2236, section 3."""
    message = struct.pack("!BBH4s", 0x11, tenths, 0, bytes(4))
    message = message[:2] + struct.pack("!H", checksum(message)) + message[4:]
    header = struct.pack(
        "!BBHHHBBH4s4s4s", 0x46, 0, 32, 0, 0, 1, 2, 0, socket.inet_aton("10.0.0.1"),
        socket.inet_aton("224.0.0.1"), b"\x94\4\0\0")
    header = header[:10] + struct.pack("!H", checksum(header)) + header[12:]
    wire.send(bytes.fromhex("01005e000001" "525400000001" "0800") + header + message)


def told(kind, group, seconds):
    """Whether the guest sends an IGMP message of a kind in time."""
    end = time.monotonic() + seconds
    while (rest := end - time.monotonic()) > 0:
        wire.settimeout(rest)
        try:
            frame = wire.recv(2000)
        except TimeoutError:
            return False
        if frame[23] == 2 and frame[26:30] == socket.inet_aton(GUEST) and frame[38] == kind:
            assert frame[14] == 0x46 and frame[22] == 1 and frame[34:38] == b"\x94\4\0\0", frame
            assert checksum(frame[14:38]) == 0 and checksum(frame[38:46]) == 0, frame
            assert frame[42:46] == socket.inet_aton(group), frame
            return True
    return False


assert ask(b"hello", GROUP) == b"hello"
assert ask(b"hello", "239.1.2.4", 0.3) is None, "a group of others"
query(10)
assert told(0x16, GROUP, 5), "a report in answer to the query"
listener = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
listener.bind(("", 5001))
listener.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, own)
listener.settimeout(2)
client.sendto(b"call", (GUEST, 5000))
assert listener.recvfrom(100) == (b"all", (GUEST, 5000))
# Linux has joined, too, and may have reported last; once it has left, the guest is the last.
listener.close()
query(10)
assert told(0x16, GROUP, 5), "a report when no other host is left"
assert ask(b"leave", GROUP) == b"leave"
assert told(0x17, "239.1.2.3", 2), "a message to the routers"
assert ask(b"hello", GROUP, 0.3) is None
query(10)
assert not told(0x16, GROUP, 1.5), "a report about a group that was left"
print("all as expected")
