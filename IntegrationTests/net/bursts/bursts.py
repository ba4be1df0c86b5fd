"""Sends small bursts of frames at random moments, and asks after every fiftieth whether the guest is
awake.

A guest that looks for frames, finds none, asks for an interrupt and goes to sleep can miss the one
frame that comes in between. The frames are ARP packets that make no sense, so that the guest says
nothing on its own that would wake it up.
"""

import argparse
import os
import random
import socket
import time

QUERY = b"\x12\x34\x01\x00\x00\x01\0\0\0\0\0\0\x04test\x07example\0\0\1\0\1"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    generator = random.Random(arguments.seed)
    wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    wire.bind((os.environ["SWIFTLET_INTERFACE"], 0))
    frame = bytes.fromhex("525400000042") + wire.getsockname()[4] + b"\x08\x06" + bytes(36)
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.connect((os.environ["SWIFTLET_ADDRESS"], 53))
    client.settimeout(1)
    bursts = stalls = 0
    end = time.monotonic() + arguments.seconds
    while time.monotonic() < end and stalls == 0:
        for _ in range(generator.randrange(1, 12)):
            try:
                wire.send(frame)
            except OSError:
                pass  # the queue of the interface is full: the guest has enough to wake up for
            for _ in range(generator.randrange(100)):
                pass
        time.sleep(generator.random() * 0.0015)
        bursts += 1
        if bursts % 50 == 0:
            client.send(QUERY)
            try:
                client.recv(2000)
            except TimeoutError:
                stalls += 1
    print("seed %d: %d bursts, %d stalls" % (arguments.seed, bursts, stalls))


main()
