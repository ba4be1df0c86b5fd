"""Has the guest keep frames, and compares what gdb fetches with what the host saw."""

import os
import pathlib
import socket
import struct
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import gdbsession  # noqa: E402

ADDRESS = os.environ["SWIFTLET_ADDRESS"]
FILE = gdbsession.FOLDER / "guest.pcap"


def frames():
    """(nanoseconds, bytes, length) of each frame in the file."""
    data = FILE.read_bytes()
    assert struct.unpack_from("<IHHIIII", data) == (0xa1b23c4d, 2, 4, 0, 0, 0xffff, 1), data[:24]
    place = 24
    while place < len(data):
        seconds, nanoseconds, kept, length = struct.unpack_from("<4I", data, place)
        yield seconds * 10**9 + nanoseconds, data[place + 16:place + 16 + kept], length
        place += 16 + kept
    assert place == len(data)


def on_the_link():
    """What the host has seen since the last time."""
    while True:
        try:
            yield wire.recv(2048)
        except BlockingIOError:
            return


# All protocols: ETH_P_ALL.
wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
wire.setblocking(False)
output = gdbsession.run(["monitor pcap status", "monitor pcap start"])
assert "stopped, 0 frames" in output and "at work, 0 frames, 0 not seen in time" in output, output
subprocess.run(["ping", "-c", "5", "-i", "0.2", ADDRESS], check=True, stdout=subprocess.DEVNULL)
subprocess.run(["dig", "+short", f"@{ADDRESS}", "test.example"], check=True, stdout=subprocess.DEVNULL)
output = gdbsession.run(["monitor pcap stop", f"remote get pcap {FILE}", "monitor pcap everything"])
assert "stopped, " in output and "0 not seen in time" in output, output
assert "pcap start, pcap stop or pcap status" in output, output
# What comes now is not kept any more.
subprocess.run(["ping", "-c", "2", ADDRESS], check=True, stdout=subprocess.DEVNULL)
seen = list(frames())
packets = [frame for _, frame, _ in seen if frame[12:14] == b"\x08\x00"]
echoes = [frame for frame in packets if frame[23] == 1]
kinds = [(frame[34], len(frame)) for frame in echoes]
assert kinds == [(8, 98), (0, 98)] * 5, kinds
datagrams = [frame for frame in packets if frame[23] == 17]
assert [b"test" in frame for frame in datagrams] == [True, True], datagrams
assert [frame for _, frame, length in seen if len(frame) != length] == []
times = [time for time, _, _ in seen]
assert times == sorted(times) and 0.5e9 < times[-1] - times[0] < 600e9, times
# Checksums of datagrams may be made by a card, behind who looks.
host = set(on_the_link())
assert all(frame in host for frame in echoes), (echoes, host)
contents = {frame[42:] for frame in host}
assert all(frame[42:] in contents for frame in datagrams), (datagrams, contents)
print(f"{len(seen)} frames, as the host saw them")
