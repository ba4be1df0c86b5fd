"""TCP: instructions per request and response, bulk both ways, memory for each idle connection."""

import time

import building
import streams
from counting import Image, InstructionCounter

ROUNDS = 2000
IDLE = 2000


def image(bench):
    """The image with the services."""
    bench.say("building the image of tcp/streams")
    return Image(building.image("tcp/streams"))


def count(bench, services):
    """What depends on no clock."""
    for _ in range(bench.runs(3)):
        with InstructionCounter(bench.plugin) as counter:
            with bench.guest(services.path, extra=counter.arguments) as guest:
                _count(bench, guest, counter)
    with bench.guest(services.path, memory=64, monitor=True) as guest:
        _hold(bench, guest, services)


def measure(bench):
    services = image(bench)
    count(bench, services)
    for _ in range(bench.runs(3)):
        bench.wait_for_quiet()
        with bench.guest(services.path, memory=64) as guest:
            _load(bench, guest)


def ready_links(guest, count):
    """Connections on which one exchange has been made; none if the guest does not answer."""
    guest.tap.prepare_for_load()
    links = [link for _ in range(count) if (link := streams.connect(streams.ECHO))]
    return links if len(links) == count and streams.echo(links, 1) == count else []


def _count(bench, guest, counter):
    for connections in (1, 64):
        key = f"tcp.{connections}"
        links = ready_links(guest, connections)
        if not links:
            return bench.report.fail(key, f"no answer; {guest.end_note()}")
        before = counter.settled()[0]
        answered = streams.echo(links, ROUNDS // connections)
        executed = counter.settled()[0] - before
        bench.report.add(key, executed / max(answered, 1))
        for link in links:
            link.close()


def _load(bench, guest):
    if not ready_links(guest, 1):
        return bench.report.fail("tcp.in", f"no answer; {guest.end_note()}")
    for key, transfer in (("tcp.in", streams.send), ("tcp.out", streams.receive)):
        window = guest.window()
        count, seconds = transfer(bench.seconds(3))
        window.end()
        bench.report.add(key, count / seconds / 1e6, window.others)
        bench.report.add(f"{key}.cpu", window.used / (count / 1e9), window.others)


def _settled_heap(guest, services, limit=5):
    """Bytes of the heap in use once the guest has given back what it needed for a moment."""
    end, held = time.monotonic() + limit, None
    while time.monotonic() < end:
        before, held = held, guest.counters(services)["heapBytesInUse"]
        if held == before:
            break
        time.sleep(0.3)
    return held


def _hold(bench, guest, services):
    """What the heap holds for connections that were used and are quiet now."""
    first = ready_links(guest, 100)
    if not first:
        return bench.report.fail("tcp.idle", f"no answer; {guest.end_note()}")
    before = _settled_heap(guest, services)
    links = ready_links(guest, IDLE)
    after = _settled_heap(guest, services)
    if len(links) < IDLE:
        return bench.report.fail("tcp.idle", f"not all were taken; {guest.end_note()}")
    bench.report.add("tcp.idle", (after - before) / IDLE)
