"""A client of gdb's remote serial protocol, as small as it can be, for what gdb takes too long for."""

import os
import pathlib
import re
import socket

FOLDER = pathlib.Path(os.environ["SWIFTLET_RUN_FOLDER"])
GREETING = "qSupported:multiprocess+;swbreak+;hwbreak+;vContSupported+;xmlRegisters=i386"


class Client:
    """One connection to a stub; acknowledgements are given up at once, if the stub lets us."""

    def __init__(self, name="gdb.sock", greets=True):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(20)
        self.socket.connect(str(FOLDER / name))
        self.waiting = b""
        self.acknowledges = True
        if greets:
            self.greeting = self.ask(GREETING)
            if "QStartNoAckMode+" in self.greeting:
                assert self.ask("QStartNoAckMode") == "OK"
                self.acknowledges = False

    def send(self, text):
        payload = text if isinstance(text, bytes) else text.encode("latin-1")
        self.socket.sendall(b"$%s#%02x" % (payload, sum(payload) & 255))

    def receive(self):
        """The next packet, repetitions undone; console output is skipped."""
        while True:
            found = re.search(rb"\$([^#]*)#([0-9a-f]{2})", self.waiting, re.DOTALL)
            if not found:
                more = self.socket.recv(65536)
                if not more:
                    raise EOFError("the stub has hung up")
                self.waiting += more
                continue
            self.waiting = self.waiting[found.end():]
            if sum(found[1]) & 255 != int(found[2], 16):
                raise ValueError(f"wrong checksum: {found[0]!r}")
            if self.acknowledges:
                self.socket.sendall(b"+")
            text = re.sub(rb"(.)\*(.)", lambda m: m[1] * (m[2][0] - 28), found[1], flags=re.DOTALL)
            if not (text.startswith(b"O") and text != b"OK"):
                return text.decode("latin-1")

    def ask(self, text):
        self.send(text)
        return self.receive()

    def interrupt(self):
        self.socket.sendall(b"\x03")
        return self.receive()

    def read(self, address, count):
        reply = self.ask(f"m{address:x},{count:x}")
        return None if reply.startswith("E") else bytes.fromhex(reply)

    def close(self):
        self.socket.close()
