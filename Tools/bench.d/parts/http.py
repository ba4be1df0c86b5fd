"""HTTP: instructions per keep-alive request with a body of 100 bytes, requests per second."""

import re
import statistics

import building
import control
import counting
import streams
import usage
from network import GUEST

ROUNDS = 2000
# As long as those of usual clients.
REQUEST = (
    b"GET / HTTP/1.1\r\nHost: 10.0.0.42\r\nUser-Agent: bench/1.0 (of this project)\r\n"
    b"Accept: text/html, */*\r\n\r\n")


def image(bench):
    """The image with the service."""
    bench.say("building the image of http/hello")
    return counting.Image(building.image("http/hello"))


def measure(bench):
    service = image(bench)
    count(bench, service)
    bench.wait_for_quiet()
    with bench.guest(service.path, memory=32) as guest:
        _load(bench, guest)


def count(bench, service):
    """What depends on no clock."""
    for _ in range(bench.runs(3)):
        with counting.InstructionCounter(bench.plugin) as counter:
            with bench.guest(service.path, extra=counter.arguments) as guest:
                _count(bench, guest, counter)


def answer_size(link):
    """Bytes of an answer, which are the same each time."""
    link.send(REQUEST)
    answer = b""
    while b"\r\n\r\n" not in answer:
        answer += _more(link)
    head = answer.index(b"\r\n\r\n") + 4
    size = head + int(re.search(rb"Content-Length: (\d+)", answer)[1])
    while len(answer) < size:
        answer += _more(link)
    return size


def _more(link):
    got = link.recv(4096)
    if not got:
        raise OSError("the guest ends a connection")
    return got


def requests(counter, connections, read=None):
    """Executed instructions before and after requests on so many connections, and their number.

    `read` says how they are read, where not once the guest has come to rest.
    """
    read = read or counter.settled
    links, rounds = [], ROUNDS // connections
    try:
        while len(links) < connections:
            if (link := streams.connect(streams.HTTP)) is None:
                raise building.Failure(f"the guest takes {len(links)} connections of {connections}")
            links.append(link)
        sizes = [answer_size(link) for link in links]
        before = read()
        answered = streams.echo(links, rounds, REQUEST, sizes[0])
        after = read()
    finally:
        for link in links:
            link.close()
    if answered < rounds * connections:
        raise building.Failure(f"the guest answers {answered} requests of {rounds * connections}")
    return before, after, answered


def sample(guest, counter, connections):
    """What the guest executes for a request, by its places."""
    guest.tap.prepare_for_load()
    return counting.Sample(counter, *requests(counter, connections))


def _count(bench, guest, counter):
    guest.tap.prepare_for_load()
    for connections in (1, 64):
        with bench.report.attempt(f"http.{connections}"):
            before, after, answered = requests(counter, connections)
            bench.report.add(f"http.{connections}", (after[0] - before[0]) / answered)


def _load(bench, guest):
    if streams.connect(streams.HTTP) is None:
        return bench.report.fail("http.rate.16", f"no answer; {guest.end_note()}")
    guest.tap.prepare_for_load()
    with control.Server() as server:
        for connections in (16, 64):
            _steadiness(bench, guest, server, connections)


def _steadiness(bench, guest, server, connections):
    """How many requests a second wrk makes on so many connections, and how far its runs differ.

    A server on this host is asked in turn with the guest: what wrk and this machine vary by shows
    there, too. What QEMU uses for a request varies less by others than its rate does. A run during
    which others used the machine says nothing of the guest: there is another one instead, up to as
    many again, and the spread is that of the runs that nobody disturbed; where one run is asked for
    there is none.
    """
    wanted = bench.runs(5)
    found = {"spread": [], "cpu.spread": [], "control": []}
    with bench.report.attempt(f"http.rate.{connections}"):
        for _ in range(2 * wanted):
            if len(found["spread"]) == wanted:
                break
            _turn(bench, guest, server, connections, found)
    if wanted < 2:
        # One run differs from nothing.
        return
    for name, values in found.items():
        key = f"http.{name}.{connections}"
        if len(values) < 2:
            bench.report.fail(key, f"only {len(values)} of {wanted} runs that nobody disturbed")
            continue
        bench.report.add(key, 100 * (max(values) - min(values)) / statistics.median(values))


def _turn(bench, guest, server, connections, found):
    """Asks the guest, and after it the server on this host."""
    bench.wait_for_quiet()
    window = guest.window()
    rate, count = _wrk(bench, connections, GUEST)
    window.end()
    bench.report.add(f"http.rate.{connections}", rate, window.others)
    if window.others < usage.QUIET_PERCENT:
        found["spread"].append(rate)
        found["cpu.spread"].append(window.used / count)
    with bench.report.attempt(f"http.control.{connections}"):
        found["control"].append(_wrk(bench, connections, server.place)[0])


def _wrk(bench, connections, place):
    """Requests a second, and how many there were; fails if some of them did."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{bench.seconds(3)}s", f"http://{place}/"]
    text = building.output(command)
    if "Socket errors" in text or "Non-2xx" in text:
        raise building.Failure(" ".join(text.split()))
    rate = float(re.search(r"Requests/sec: +([\d.]+)", text)[1])
    return rate, int(re.search(r"(\d+) requests in", text)[1])
