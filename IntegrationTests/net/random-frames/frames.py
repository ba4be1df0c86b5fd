"""Sends random and mutated Ethernet frames to the guest. A seed repeats them.

Half of the frames are sound packets of every protocol that the guest speaks, with a few bytes
changed, cut or added; the rest is noise behind a sound header. Checksums are mended in half of the
mutated ones, so that they get past the first check.
"""

import argparse
import os
import random
import socket
import struct
import time


def checksum(data):
    if len(data) % 2:
        data += b"\0"
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ipv4(source, target, protocol, payload, options=b""):
    words = 5 + len(options) // 4
    header = struct.pack(
        "!BBHHHBBH4s4s", 0x40 | words, 0, words * 4 + len(payload), 1, 0, 64, protocol, 0,
        source, target) + options
    return header[:10] + struct.pack("!H", checksum(header)) + header[12:] + payload


def udp(source, target, port, payload):
    length = 8 + len(payload)
    datagram = struct.pack("!HHHH", 40000, port, length, 0) + payload
    pseudo = source + target + struct.pack("!BBH", 0, 17, length)
    value = checksum(pseudo + datagram) or 0xFFFF
    return datagram[:6] + struct.pack("!H", value) + payload


def query(name, kind, extra=b""):
    labels = b"".join(bytes([len(x)]) + x.encode() for x in name.split(".")) + b"\0"
    count = 1 if extra else 0
    return struct.pack("!6H", 7, 0x100, 1, 0, 0, count) + labels + struct.pack("!HH", kind, 1) + extra


def templates(host, guest, host_mac, guest_mac):
    """Sound frames of everything that the guest understands."""
    opt = b"\0" + struct.pack("!HHIH", 41, 4096, 0, 0)
    link = guest_mac + host_mac
    ip = link + b"\x08\x00"
    frames = []
    for kind in (1, 2, 5, 6, 12, 15, 16, 28, 33, 255, 257, 65280):
        for name in ("test.example", "a.wild.test.example", "chain.test.example", "x.org"):
            for extra in (b"", opt):
                frames.append(ip + ipv4(host, guest, 17, udp(host, guest, 53, query(name, kind, extra))))
    for size in (0, 56, 1472):
        echo = struct.pack("!BBHHH", 8, 0, 0, 1, 1) + bytes(size)
        echo = echo[:2] + struct.pack("!H", checksum(echo)) + echo[4:]
        frames.append(ip + ipv4(host, guest, 1, echo))
        frames.append(ip + ipv4(host, guest, 1, echo, b"\x07\x07\x04\0\0\0\0\0"))
    for operation in (1, 2):
        body = struct.pack("!HHBBH", 1, 0x800, 6, 4, operation) + host_mac + host + bytes(6) + guest
        frames.append(b"\xff" * 6 + host_mac + b"\x08\x06" + body)
        frames.append(link + b"\x08\x06" + body)
    return frames


def mutate(frame, generator):
    """Changes, cuts or lengthens a frame."""
    data = bytearray(frame)
    for _ in range(generator.randrange(1, 6)):
        action = generator.randrange(5)
        place = generator.randrange(len(data)) if data else 0
        if action == 0 and data:
            data[place] = generator.randrange(256)
        elif action == 1 and data:
            data[place] ^= 1 << generator.randrange(8)
        elif action == 2:
            del data[place:]
        elif action == 3:
            data += generator.randbytes(generator.randrange(1, 40))
        elif data:
            data[place:place] = generator.randbytes(generator.randrange(1, 8))
    if generator.randrange(2) and len(data) >= 34:
        # A sound IPv4 checksum lets the rest of the damage through.
        size = (data[14] & 15) * 4
        if 20 <= size <= len(data) - 14:
            data[24:26] = b"\0\0"
            data[24:26] = struct.pack("!H", checksum(bytes(data[14:14 + size])))
        if generator.randrange(2) and data[23] == 17 and len(data) >= 14 + size + 8:
            data[14 + size + 6:14 + size + 8] = b"\0\0"  # no UDP checksum
    return bytes(data[:1514])


def noise(guest_mac, host_mac, generator):
    kind = generator.choice((b"\x08\x00", b"\x08\x06", generator.randbytes(2)))
    body = generator.randbytes(generator.randrange(0, 1500))
    if generator.randrange(2) and body:
        body = b"\x45" + body[1:]
    return guest_mac + host_mac + kind + body


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    generator = random.Random(arguments.seed)
    interface = os.environ["SWIFTLET_INTERFACE"]
    guest = socket.inet_aton(os.environ["SWIFTLET_ADDRESS"])
    host = socket.inet_aton(os.environ["SWIFTLET_HOST_ADDRESS"])
    wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    wire.bind((interface, 0))
    host_mac = wire.getsockname()[4]
    guest_mac = bytes.fromhex("525400000042")
    frames = templates(host, guest, host_mac, guest_mac)
    sent = refused = 0
    end = time.monotonic() + arguments.seconds
    while time.monotonic() < end:
        if generator.randrange(4):
            frame = mutate(generator.choice(frames), generator)
        else:
            frame = noise(guest_mac, host_mac, generator)
        if len(frame) < 14:
            frame = frame.ljust(14, b"\0")
        try:
            wire.send(frame)
            sent += 1
        except OSError:
            # The queue of the interface is full: the guest sets the pace.
            refused += 1
            time.sleep(0.0005)
    print("seed %d: sent %d frames, %d found the queue full" % (arguments.seed, sent, refused))


main()
