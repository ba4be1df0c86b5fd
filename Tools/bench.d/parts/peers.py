"""The same jobs done by Swiftlet, by a Linux cut down to them and by Debian's cloud kernel.

The guests take turns, so that a machine that gets slower does so for all of them.
"""

import re
import socket
import statistics
import struct
import subprocess
import time

import clients
import comparison
import counting
import peers
import streams
from guest import Guest
from network import GUEST
from parts import http

PATIENCE = 30
HEAD = b"GET /bulk HTTP/1.1\r\nHost: 10.0.0.42\r\n\r\n"


def prepare(bench):
    """Builds the guests; a Linux takes a while."""
    bench.say("building the images and the peers")
    web = [peers.swiftlet("http/hello"), *peers.linux("http")]
    bench.subjects = (
        [peers.swiftlet("dns"), *peers.linux("dns")], web,
        [peers.swiftlet("tcp/streams"), *web[1:]])


def measure(bench):
    dns, web, bulk = bench.subjects
    result = bench.comparison = comparison.Comparison(dns, bench.say)
    for subject in dns:
        result.add(subject, "image", subject.image_bytes() / 1000)
        _smallest(bench, result, subject)
        _count_queries(bench, result, subject)
    for subject in web:
        _count_requests(bench, result, subject)
    for _ in range(bench.runs(3)):
        for subjects, row, probe in (
                (dns, "boot.ping", _first("ping")), (dns, "boot.dns", _first("dns")),
                (web, "boot.http", _first_page)):
            for subject in subjects:
                _boot(bench, result, subject, row, probe)
        for subject in dns:
            _dns(bench, result, subject)
        for subject in web:
            _http(bench, result, subject)
        for subject in bulk:
            _bulk(bench, result, subject)


def _guest(subject, **settings):
    return Guest("", arguments=subject.command_line(**settings))


def _first(kind):
    return lambda guest: clients.first_answer(guest, kind, PATIENCE)


def _first_page(guest):
    """Milliseconds from QEMU's start to the first byte of a page; None if there is none."""
    while time.monotonic() < guest.started + PATIENCE and guest.is_running():
        # One try a time, as with questions: what is lost or refused is tried again at once.
        with socket.socket() as link:
            link.settimeout(0.05)
            try:
                link.connect((GUEST, streams.HTTP))
                link.settimeout(1)
                link.send(http.REQUEST)
                if link.recv(4096).startswith(b"HTTP/1.1 200"):
                    return (time.monotonic() - guest.started) * 1000
            except OSError:
                time.sleep(0.001)
    return None


def _boot(bench, result, subject, row, probe):
    bench.wait_for_quiet()
    with _guest(subject) as guest:
        milliseconds = probe(guest)
        if milliseconds is None:
            result.fail(subject, row, guest.end_note())
        else:
            result.add(subject, row, milliseconds)


def _smallest(bench, result, subject):
    """The least memory, in MB, with which three guests in a row answer."""
    least, most = 1, 256
    while least < most:
        middle = (least + most) // 2
        if all(_answers(subject, middle) for _ in range(3)):
            most = middle
        else:
            least = middle + 1
    result.add(subject, "memory.dns", most)


def _answers(subject, megabytes):
    with _guest(subject, memory=megabytes) as guest:
        return clients.first_answer(guest, "dns", 12) is not None and clients.ask_in_turn(20) == 0


def _steady(subject, guest, result, row):
    """Waits until a guest serves DNS and has come to rest."""
    if clients.first_answer(guest, "dns", PATIENCE) is None:
        result.fail(subject, row, guest.end_note())
        return False
    guest.tap.prepare_for_load()
    return clients.ask_in_turn(200) < 200


def _dns(bench, result, subject):
    bench.wait_for_quiet()
    with _guest(subject) as guest:
        if not _steady(subject, guest, result, "dns.1"):
            return
        result.add(subject, "resident.boot", guest.resident_megabytes())
        result.add(subject, "ping", statistics.median(_latencies(clients.PingClient(), 200)))
        lone = sorted(_latencies(clients.DNSClient(), 2000))
        result.add(subject, "dns.p50", lone[len(lone) // 2])
        result.add(subject, "dns.p99", lone[len(lone) * 99 // 100])
        result.add(subject, "dns.1", clients.dnsperf(1, bench.seconds(3)).rate)
        window = guest.window()
        load = clients.dnsperf(100, bench.seconds(5))
        window.end()
        result.add(subject, "dns.100", load.rate)
        result.add(subject, "dns.cpu", 1e6 * window.used / max(load.completed, 1))
        result.add(subject, "resident.load", guest.resident_megabytes())
        time.sleep(1)
        window = guest.window()
        time.sleep(bench.seconds(10))
        window.end()
        result.add(subject, "idle", 100 * window.used / window.seconds)


def _latencies(client, count):
    """Milliseconds of each of so many exchanges, one after the other."""
    found = []
    with client.socket as link:
        link.settimeout(1)
        for number in range(count):
            begin = time.perf_counter()
            try:
                link.send(client.request(number))
                while not client.accepts(link.recv(2048), number & 0xFFFF):
                    pass
            except OSError:
                pass  # What is lost took as long as we waited.
            found.append((time.perf_counter() - begin) * 1000)
    return found


def _http(bench, result, subject):
    bench.wait_for_quiet()
    with _guest(subject) as guest:
        if (link := streams.connect(streams.HTTP, PATIENCE)) is None:
            return result.fail(subject, "http.rate", guest.end_note())
        link.close()
        guest.tap.prepare_for_load()
        window = guest.window()
        command = ["wrk", "-t1", "-c16", "--latency", f"-d{bench.seconds(5)}s", f"http://{GUEST}/"]
        text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        window.end()
        if "Socket errors" in text or "Non-2xx" in text:
            return result.fail(subject, "http.rate", " ".join(text.split()))
        requests = int(re.search(r"(\d+) requests in", text)[1])
        result.add(subject, "http.rate", float(re.search(r"Requests/sec: +([\d.]+)", text)[1]))
        result.add(subject, "http.p50", _wrk_milliseconds(text, "50%"))
        result.add(subject, "http.p99", _wrk_milliseconds(text, "99%"))
        result.add(subject, "http.cpu", 1e6 * window.used / max(requests, 1))


def _wrk_milliseconds(text, percent):
    number, unit = re.search(rf"{percent} +([\d.]+)(us|ms|s)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def _bulk(bench, result, subject):
    bench.wait_for_quiet()
    isLinux = subject.key != "swiftlet"
    words = {"words": "bulk", "memory": 256} if isLinux else {"memory": 64}
    with _guest(subject, **words) as guest:
        ready = streams.connect(streams.HTTP if isLinux else streams.ECHO, PATIENCE)
        if ready is None:
            return result.fail(subject, "bulk.in", guest.end_note())
        ready.close()
        guest.tap.prepare_for_load()
        out = _download if isLinux else streams.receive
        for row, transfer in (("bulk.in", streams.send), ("bulk.out", out)):
            window = guest.window()
            count, seconds = transfer(bench.seconds(5))
            window.end()
            result.add(subject, row, count / seconds / 1e6)
            result.add(subject, f"{row}.cpu", window.used / (count / 1e9))


def _download(seconds):
    """Fetches the bulk again and again over one connection; returns bytes and seconds."""
    room, got, left = bytearray(1 << 20), 0, 0
    with streams.connect(streams.HTTP) as link:
        begin = time.monotonic()
        while time.monotonic() < begin + seconds:
            if left == 0:
                link.send(HEAD)
                # The head may come with the first bytes of the body; it is some 200 bytes.
                first = link.recv(65536)
                length = int(re.search(rb"Content-Length: (\d+)", first)[1])
                left = length - (len(first) - first.index(b"\r\n\r\n") - 4)
            count = link.recv_into(room, min(len(room), left))
            left -= count
            got += count
        return got, time.monotonic() - begin


def _count_queries(bench, result, subject):
    with counting.InstructionCounter(bench.plugin) as counter:
        with _guest(subject, extra=counter.arguments) as guest:
            if not _steady(subject, guest, result, "dns.instructions.1"):
                return
            for outstanding in (1, 100):
                before = _executed(counter, subject)
                count = 2000
                if outstanding == 1:
                    count -= clients.ask_in_turn(count)
                else:
                    count = clients.dnsperf(outstanding, bench.seconds(3)).completed
                executed = _executed(counter, subject) - before
                result.add(subject, f"dns.instructions.{outstanding}", executed / max(count, 1))


def _count_requests(bench, result, subject):
    with counting.InstructionCounter(bench.plugin) as counter:
        with _guest(subject, extra=counter.arguments) as guest:
            if (link := streams.connect(streams.HTTP, 2 * PATIENCE)) is None:
                return result.fail(subject, "http.instructions.1", guest.end_note())
            link.close()
            guest.tap.prepare_for_load()
            for connections in (1, 64):
                before, after, count = http.requests(
                    counter, connections, lambda: [_executed(counter, subject)])
                result.add(
                    subject, f"http.instructions.{connections}", (after[0] - before[0]) / count)


def _executed(counter, subject):
    """Instructions so far. Linux never rests, so that waiting for it would only add to them."""
    return (counter.settled() if subject.key == "swiftlet" else counter.counts())[0]
