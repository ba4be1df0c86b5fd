"""Makes the traffic that no ordinary client makes, or answers datagrams; run by capture.sh."""
import array
import fcntl
import socket
import struct
import sys

GUEST = "10.0.0.42"


def no_offload():
    """Has the kernel write checksums itself, so that the capture holds true ones."""
    for setting in (0x17, 0x24, 0x1F):  # ETHTOOL_STXCSUM, ETHTOOL_SGSO, ETHTOOL_STSO
        value = array.array("B", struct.pack("II", setting, 0))
        request = struct.pack("16sP", sys.argv[2].encode(), value.buffer_info()[0])
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
            fcntl.ioctl(control, 0x8946, request)  # SIOCETHTOOL


def probe():
    """Asks whether the guest's address is free, from no address (RFC 5227)."""
    wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    wire.bind(("host", 0x0806))
    card = bytes.fromhex("525400000001")
    head = b"\xff" * 6 + card + bytes.fromhex("0806 0001 0800 06 04 0001".replace(" ", ""))
    wire.send(head + card + bytes(4) + bytes(6) + socket.inet_aton(GUEST) + bytes(18))


def answer():
    """Answers every datagram to port 53 with itself, reversed."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("0.0.0.0", 53))
    print("ready", flush=True)
    while True:
        data, peer = server.recvfrom(65535)
        server.sendto(data[::-1], peer)


def ask():
    """Sends datagrams of many sizes, to open, closed and broadcast ports, and an odd protocol."""
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.bind(("10.0.0.1", 40000))
    client.settimeout(2)
    for size in (0, 1, 2, 17, 38, 512, 1472):
        client.sendto(bytes(i & 0xFF for i in range(size)), (GUEST, 53))
        client.recvfrom(65535)
    closed = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    closed.bind(("10.0.0.1", 40001))
    closed.settimeout(2)
    closed.connect((GUEST, 9))
    closed.send(b"nobody home")
    try:
        closed.recv(100)
    except ConnectionRefusedError:
        pass
    client.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    client.sendto(b"to all", ("255.255.255.255", 53))
    client.recvfrom(100)
    client.sendto(b"to the subnet", ("10.0.0.255", 53))
    client.recvfrom(100)
    no_checksum = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    no_checksum.bind(("10.0.0.1", 40002))
    no_checksum.setsockopt(socket.SOL_SOCKET, 11, 1)  # SO_NO_CHECK
    no_checksum.sendto(b"no checksum", (GUEST, 53))
    no_checksum.settimeout(2)
    no_checksum.recvfrom(100)
    raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, 143)
    raw.sendto(b"an odd protocol", (GUEST, 0))


def record():
    """Writes all frames to peer.pcap until the guest's own ping was answered."""
    wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
    wire.bind(("host", 3))
    print("ready", flush=True)
    with open("peer.pcap", "wb") as file:
        file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1))
        for microseconds in range(1_000_000):
            frame = wire.recv(65535)
            file.write(struct.pack("<IIII", 0, microseconds, len(frame), len(frame)) + frame)
            if frame[23:24] == b"\1" and frame[26:30] == b"\x0a\0\0\1" and frame[34] == 0:
                return


{"record": record, "answer": answer, "ask": ask, "no_offload": no_offload, "probe": probe}[sys.argv[1]]()
