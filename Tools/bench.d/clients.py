"""What asks the guest: pollers for its first answer, a patient client, dnsperf."""

import dataclasses
import re
import select
import socket
import struct
import subprocess
import tempfile
import time

from building import Failure
from network import GUEST

NAME = "test.example"
POLL_SECONDS = 0.002
BOOT_LIMIT = 20
# How many of a hundred queries may be lost before a rate says nothing any more.
LOST_PERCENT = 1
# After how many seconds dnsperf gives a query up.
PATIENCE = 2


class DNSClient:
    """Asks for the A records of names, in turn."""

    def __init__(self, names=(NAME,)):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.connect((GUEST, 53))
        self.questions = [self._question(name) for name in names]

    def request(self, number):
        question = self.questions[number % len(self.questions)]
        return struct.pack("!6H", number & 0xFFFF, 0x0100, 1, 0, 0, 0) + question

    @staticmethod
    def _question(name):
        labels = b"".join(bytes([len(x)]) + x.encode() for x in name.split("."))
        return labels + b"\0" + struct.pack("!HH", 1, 1)

    def accepts(self, reply, number=None):
        """Whether bytes answer a request: no error, and some record."""
        if len(reply) < 12:
            return False
        identity, flags, _, answers = struct.unpack_from("!4H", reply)
        fits = number is None or identity == number & 0xFFFF
        return fits and flags & 0x8000 != 0 and flags & 15 == 0 and answers > 0


class PingClient:
    """Sends ICMP echo requests of 8 bytes of data."""

    IDENTITY = 0x4242

    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
        self.socket.connect((GUEST, 0))

    def request(self, number):
        words = [0x0800, 0, self.IDENTITY, number & 0xFFFF, 0x6265, 0x6E63, 0x6865, 0x6421]
        total = sum(words)
        total = (total & 0xFFFF) + (total >> 16)
        words[1] = ~(total + (total >> 16)) & 0xFFFF
        return struct.pack("!8H", *words)

    def accepts(self, reply, number=None):
        """Whether an IPv4 packet is the echo reply to one of our requests."""
        if len(reply) < 28 or reply[20] != 0:
            return False
        identity, sequence = struct.unpack_from("!HH", reply, 24)
        return identity == self.IDENTITY and number in (None, sequence)


CLIENTS = {"dns": DNSClient, "ping": PingClient}


def first_answer(guest, kind, limit=BOOT_LIMIT):
    """Asks every 2 ms until the guest answers; returns milliseconds since QEMU's start.

    Nothing is awaited between two questions but the answer, so the figure is exact to the time one
    answer takes, not to 2 ms. Returns None if QEMU ends or the limit (seconds) passes.
    """
    client = CLIENTS[kind]()
    with client.socket as link:
        link.setblocking(False)
        poll = select.poll()
        poll.register(link, select.POLLIN)
        number, limit = 0, guest.started + limit
        while (now := time.monotonic()) < limit:
            _send(link, client.request(number))
            number += 1
            if _answered_before(now + POLL_SECONDS, client, poll):
                return (time.monotonic() - guest.started) * 1000
            if number % 16 == 0 and not guest.is_running():
                return None
    return None


def _send(link, request):
    try:
        link.send(request)
    except OSError:
        pass  # Nobody listens yet, or the device's queue is full: the next one may get through.


def _answered_before(limit, client, poll):
    while (left := limit - time.monotonic()) > 0:
        if not poll.poll(left * 1000):
            continue
        try:
            if client.accepts(client.socket.recv(2048)):
                return True
        except OSError:
            pass
    return False


def ask_in_turn(count, seconds=2.0, names=(NAME,)):
    """Asks so many questions, each after the last one's answer; returns how many failed."""
    client, lost = DNSClient(names), 0
    with client.socket as link:
        link.settimeout(seconds)
        for number in range(count):
            lost += not _exchange(client, link, number)
    return lost


def rate_in_turn(seconds):
    """Asks for so many seconds, each time after the last answer, in one thread; returns answers per second."""
    client, number, lost = DNSClient(), 0, 0
    with client.socket as link:
        link.settimeout(PATIENCE)
        begin = time.monotonic()
        while (passed := time.monotonic() - begin) < seconds:
            lost += not _exchange(client, link, number)
            number += 1
    if lost > number * LOST_PERCENT / 100:
        raise Failure(f"{lost:,} of {number:,} questions were not answered well")
    return (number - lost) / passed


def answered_in_turn(count):
    """Asks so many questions, one after the other; returns how many were answered well, nearly all."""
    if (lost := ask_in_turn(count)) > count * LOST_PERCENT / 100:
        raise Failure(f"{lost:,} of {count:,} questions were not answered well")
    return count - lost


def _exchange(client, link, number):
    try:
        link.send(client.request(number))
        # A late answer to an earlier question may lie in front.
        while not client.accepts(link.recv(2048), number):
            pass
        return True
    except OSError:
        return False


@dataclasses.dataclass
class Load:
    """What dnsperf saw: queries sent, answered and lost, answers per second, milliseconds.

    codes   how many answers had which response code
    """

    sent: int
    completed: int
    lost: int
    rate: float
    latency: float
    codes: dict

    def judge(self, expected=("NOERROR",)):
        """Fails unless the answers are right, and nearly all came: a wrong one is no work to speak of."""
        wrong = {code: count for code, count in self.codes.items() if code not in expected}
        if wrong or not self.codes:
            said = ", ".join(f"{count:,} {code}" for code, count in wrong.items()) or "none"
            raise Failure(f"dnsperf got wrong answers of {self.completed:,}: {said}")
        if self.lost > self.sent * LOST_PERCENT / 100:
            raise Failure(f"dnsperf lost {self.lost:,} of {self.sent:,} queries")


def dnsperf(outstanding, seconds, names=(NAME,)):
    """Keeps so many queries on the way for so many seconds, asking for names in turn.

    Fails if answers are wrong, or more than a hundredth is lost.
    """
    return judged(_dnsperf(outstanding, seconds, names))


def judged(said):
    """What dnsperf says, if the answers were right."""
    load = _load(said)
    load.judge()
    return load


def dnsperf_times(outstanding, seconds):
    """Milliseconds of each answer, in order of size, with so many queries on the way.

    dnsperf says them one by one, which takes it time: rates are not to be had from such a run. What is
    lost took as long as dnsperf waited.
    """
    return _times(_dnsperf(outstanding, seconds, (NAME,), "-v"))


def _times(said):
    found = sorted(1000 * float(x) for x in re.findall(r"(?m)^> NOERROR .* ([\d.]+)$", said))
    if not found:
        raise Failure(f"dnsperf -v names no times:\n{said[:500]}")
    return found + [1000 * PATIENCE] * judged(said).lost


def _dnsperf(outstanding, seconds, names, *options):
    """What dnsperf says."""
    with tempfile.NamedTemporaryFile("w") as questions:
        questions.writelines(f"{name} A\n" for name in names)
        questions.flush()
        arguments = ["dnsperf", "-s", GUEST, "-d", questions.name, "-c", "1", "-T", "1", *options]
        arguments += ["-q", str(outstanding), "-l", str(seconds), "-t", str(PATIENCE)]
        try:
            done = subprocess.run(arguments, capture_output=True, text=True)
        except FileNotFoundError:
            raise Failure("dnsperf is missing; Tools/bootstrap installs it") from None
    return done.stdout + done.stderr


def _load(text):
    def number(title):
        found = re.search(rf"^\s*{re.escape(title)}:\s+([\d.]+)", text, re.MULTILINE)
        if found is None:
            raise Failure(f"dnsperf does not say “{title}”:\n{text[-500:]}")
        return float(found[1])

    codes = re.search(r"Response codes:\s+(.*)", text)
    codes = re.findall(r"(\w+) (\d+) \(", codes[1]) if codes else ()
    return Load(
        int(number("Queries sent")), int(number("Queries completed")), int(number("Queries lost")),
        number("Queries per second"), number("Average Latency (s)") * 1000,
        {code: int(count) for code, count in codes})
