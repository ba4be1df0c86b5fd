"""The same jobs done by Swiftlet, by a Linux cut down to them and by Debian's cloud kernel.

The guests take turns, so that a machine that gets slower does so for all of them. What was measured
is kept, so that a run that was interrupted goes on.
"""

import re
import statistics
import time

import building
import clients
import comparison
import counting
import peers
import streams
from guest import Guest
from network import GUEST
from parts import http, instructions, starts

PATIENCE = 120
# An instruction is a nanosecond of the guest's time; what it waits for takes as long as it does.
ICOUNT = ("-icount", "shift=0")
# How long guests idle for the row that says so.
IDLE_SECONDS = 20
# No guest is given more megabytes to find out what it needs.
MOST_MEMORY = 256
# What Linux sends as bulk is a file of 64 MiB.
LEAST_BULK = 64 << 20
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
    once = [(f"{name}", subjects, probe) for name, subjects, probe in (
        ("image", dns, lambda _, subject: {"image": subject.image_bytes() / 1000}),
        ("memory", dns, _smallest), ("queries", dns, _count_queries),
        ("requests", web, _count_requests))]
    again = [
        *starts.probes(dns, web), ("dns", dns, _dns), ("http", web, _http), ("bulk", bulk, _bulk)]
    steps = once + [
        (f"{name}/{run}", comparison.in_turn(subjects, run), probe) for run in range(bench.runs(3))
        for name, subjects, probe in again]
    # The longest of the loads: whether they are shorter than usual is to be known before.
    bench.seconds(5)
    comparison.take_turns(
        bench, "peers", peers.identity(bench.subjects, bench.runs(3), bench.options.seconds), steps)


def _guest(subject, **settings):
    return Guest("", arguments=subject.command_line(**settings))


def _smallest(_, subject):
    """The least memory, in MB, with which three guests in a row answer."""
    least, most = 1, MOST_MEMORY
    if not _answers(subject, most):
        raise building.Failure(f"no answer with {most} MB")
    while least < most:
        middle = (least + most) // 2
        if all(_answers(subject, middle) for _ in range(3)):
            most = middle
        else:
            least = middle + 1
    return {"memory.dns": most}


def _answers(subject, megabytes):
    # By the words of a start: whether it answers in time must not depend on how a timer is found.
    with _guest(subject, memory=megabytes, is_starting=True) as guest:
        return clients.first_answer(guest, "dns", 12) is not None and clients.ask_in_turn(20) == 0


def _steady(guest):
    """Waits until a guest serves DNS and has come to rest; returns what it was resident with at first."""
    if clients.first_answer(guest, "dns", PATIENCE) is None:
        raise building.Failure(guest.end_note())
    resident = guest.resident_megabytes()
    guest.tap.prepare_for_load()
    clients.answered_in_turn(200)
    return resident


def _dns(bench, subject):
    with _guest(subject) as guest:
        found = {"resident.boot": _steady(guest)}

        def timed(*rows):
            bench.wait_for_quiet()
            return _Timed(found, guest, rows)

        with timed("ping"):
            found["ping"] = statistics.median(_latencies(clients.PingClient(), bench.seconds(3)))
        with timed("dns.turn"):
            found["dns.turn"] = clients.rate_in_turn(bench.seconds(3))
        with timed("dns.1"):
            found["dns.1"] = clients.dnsperf(1, bench.seconds(3)).rate
        with timed("dns.100", "dns.cpu") as window:
            load = clients.dnsperf(100, bench.seconds(5))
        found |= {"dns.100": load.rate, "dns.cpu": 1e6 * window.used / max(load.completed, 1)}
        for outstanding, rows in ((1, "dns."), (100, "dns.100.")):
            with timed(f"{rows}p50", f"{rows}p99"):
                times = clients.dnsperf_times(outstanding, bench.seconds(3))
            found[f"{rows}p50"] = times[len(times) // 2]
            found[f"{rows}p99"] = times[len(times) * 99 // 100]
        found["resident.load"] = guest.resident_megabytes()
        time.sleep(1)
        with timed("idle") as window:
            time.sleep(IDLE_SECONDS)
        found["idle"] = 100 * window.used / window.seconds
        # One that has died idles best of all.
        clients.answered_in_turn(20)
        return found


class _Timed:
    """A stretch in which figures of some rows are taken: notes how much others used meanwhile."""

    def __init__(self, found, guest, rows):
        self.found, self.rows, self.window = found, rows, guest.window()

    def __enter__(self):
        return self.window

    def __exit__(self, *_):
        comparison.note_others(self.found, self.window.end(), *self.rows)


def _latencies(client, seconds):
    """Milliseconds of each exchange in so many seconds, one after the other."""
    found, end = [], time.perf_counter() + seconds
    with client.socket as link:
        link.settimeout(1)
        while (begin := time.perf_counter()) < end:
            number = len(found)
            try:
                link.send(client.request(number))
                while not client.accepts(link.recv(2048), number & 0xFFFF):
                    pass
            except OSError:
                pass  # What is lost took as long as we waited.
            found.append((time.perf_counter() - begin) * 1000)
    return found


def _http(bench, subject):
    with _guest(subject) as guest:
        if (link := streams.connect(streams.HTTP, PATIENCE)) is None:
            raise building.Failure(guest.end_note())
        link.close()
        guest.tap.prepare_for_load()
        bench.wait_for_quiet()
        command = ["wrk", "-t1", "-c16", "--latency", f"-d{bench.seconds(5)}s", f"http://{GUEST}/"]
        found = {}
        with _Timed(found, guest, ("http.rate", "http.p50", "http.p99", "http.cpu")) as window:
            text = building.output(command)
        if "Socket errors" in text or "Non-2xx" in text:
            raise building.Failure(" ".join(text.split()))
        requests = int(re.search(r"(\d+) requests in", text)[1])
        return found | {
            "http.rate": float(re.search(r"Requests/sec: +([\d.]+)", text)[1]),
            "http.p50": _wrk_milliseconds(text, "50%"), "http.p99": _wrk_milliseconds(text, "99%"),
            "http.cpu": 1e6 * window.used / max(requests, 1),
            "resident.http": guest.resident_megabytes()}


def _wrk_milliseconds(text, percent):
    number, unit = re.search(rf"{percent} +([\d.]+)(us|ms|s)", text).groups()
    return float(number) * {"us": 0.001, "ms": 1, "s": 1000}[unit]


def _bulk(bench, subject):
    is_linux = subject.key != "swiftlet"
    words = {"words": "bulk", "memory": 256} if is_linux else {"memory": 64}
    found = {}
    with _guest(subject, **words) as guest:
        ready = streams.connect(streams.HTTP if is_linux else streams.ECHO, PATIENCE)
        if ready is None:
            raise building.Failure(guest.end_note())
        ready.close()
        guest.tap.prepare_for_load()
        out = _download if is_linux else streams.receive
        for row, transfer in (("bulk.in", streams.send), ("bulk.out", out)):
            bench.wait_for_quiet()
            with _Timed(found, guest, (row, f"{row}.cpu")) as window:
                count, seconds = transfer(bench.seconds(5))
            found |= {row: count / seconds / 1e6, f"{row}.cpu": window.used / (count / 1e9)}
    return found


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
                left = body_bytes(first) - (len(first) - first.index(b"\r\n\r\n") - 4)
            count = streams.received(link.recv_into(room, min(len(room), left)))
            left -= count
            got += count
        return got, time.monotonic() - begin


def body_bytes(head):
    """How long the body is of a response that is the file asked for; fails if it is another."""
    length = re.search(rb"\r\nContent-Length: (\d+)\r\n", head)
    if not head.startswith(b"HTTP/1.1 200 ") or length is None or b"\r\n\r\n" not in head:
        raise building.Failure(f"no file where bulk was asked for: {head[:100]!r}")
    if (count := int(length[1])) < LEAST_BULK:
        raise building.Failure(f"the file is only {count:,} bytes long")
    return count


def _count_queries(bench, subject):
    found = {}
    with counting.InstructionCounter(bench.plugin) as counter:
        with _guest(subject, extra=[*counter.arguments, *ICOUNT]) as guest:
            _steady(guest)
            idle = _idle_rate(counter, subject)
            for outstanding in (1, 100):
                before, begin = _executed(counter, subject), time.monotonic()
                count = instructions.answer_queries(bench, outstanding)
                executed = _executed(counter, subject) - before
                executed -= idle * (time.monotonic() - begin)
                found[f"dns.instructions.{outstanding}"] = executed / count
    return found


def _count_requests(bench, subject):
    found = {}
    with counting.InstructionCounter(bench.plugin) as counter:
        with _guest(subject, extra=[*counter.arguments, *ICOUNT]) as guest:
            if (link := streams.connect(streams.HTTP, 2 * PATIENCE)) is None:
                raise building.Failure(guest.end_note())
            link.close()
            guest.tap.prepare_for_load()
            idle = _idle_rate(counter, subject)
            for connections in (1, 64):
                begin = time.monotonic()
                before, after, count = http.requests(
                    counter, connections, lambda: [_executed(counter, subject)])
                executed = after[0] - before[0] - idle * (time.monotonic() - begin)
                found[f"http.instructions.{connections}"] = executed / count
    return found


def _idle_rate(counter, subject):
    """Instructions a second of a Linux that has nothing to do: they are no work for whoever asks."""
    if subject.key == "swiftlet":
        return 0
    before, begin = _executed(counter, subject), time.monotonic()
    time.sleep(2)
    return (_executed(counter, subject) - before) / (time.monotonic() - begin)


def _executed(counter, subject):
    """Instructions so far. Linux never rests, so that waiting for it would only add to them."""
    return (counter.settled() if subject.key == "swiftlet" else counter.counts())[0]
