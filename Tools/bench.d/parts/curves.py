"""Instructions at a few points of each curve of how cost grows: what CI judges of it, in seconds.

The guest is that of the parts zones, connections, timers and sizes, but its client asks for one thing
after the other: how many come together depends on no machine then. Alarms are counted where an
instruction takes a nanosecond and waiting no time at all, so that each is as late as ever.
"""

import collections
import random
import socket

import clients
import counting
import growth
import streams
from building import Failure
from guest import command_line
from network import GUEST
from parts import http, sizes, timers

# Seconds until a guest has made its zone.
PATIENCE = 120
QUESTIONS = 1000
ECHOES = 1000
TIMERS = 2000
REQUESTS = 1000
REAL, COUNTED = (), ("-icount", "shift=0,sleep=off")
# Which alarms fall together may hang on when the request for them comes (one run in twelve was seen to
# give 3 % more), and whether a guest has gone idle between two exchanges, on how busy the machine is. So
# medians count.
RUNS = 3


def _counted(counter, work):
    before = counter.settled()
    try:
        units = work()
    except OSError as error:
        raise Failure(f"no answer: {error}") from None
    return before, counter.settled(), units


def _zone(names):
    chosen = random.Random(7)
    asked = [f"n{chosen.randrange(names)}.{clients.NAME}" for _ in range(QUESTIONS)]

    def work(_, counter):
        return _counted(counter, lambda: QUESTIONS - clients.ask_in_turn(QUESTIONS, names=asked))
    return names, REAL, work


def _size(size):
    def echo():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
            link.settimeout(streams.LIMIT)
            link.connect((GUEST, sizes.ECHO))
            for _ in range(ECHOES):
                link.send(bytes(size - sizes.HEADERS))
                link.recv(size)
            return ECHOES
    return 1, REAL, lambda _, counter: _counted(counter, echo)


def _timers(count):
    return 1, COUNTED, lambda guest, counter: _counted(
        counter, lambda: timers.ring(guest, count, least=TIMERS)[0])


def _connections(count):
    """Requests on each in its turn, as often on all."""
    def work(_, counter):
        links = [streams.connect(streams.HTTP) for _ in range(count)]
        if None in links:
            raise Failure(f"the guest does not take {count} connections")
        rounds = max(3, REQUESTS // count)
        try:
            # The first answer on each says how long all are, and is not counted.
            answer_sizes = [http.answer_size(link) for link in links]
            return _counted(counter, lambda: _ask(links, rounds, answer_sizes[0]))
        finally:
            for link in links:
                link.close()
    return 1, REAL, work


def _ask(links, rounds, answer_size):
    for _ in range(rounds):
        for link in links:
            # Each answer is acknowledged at once: whether later, with the next request, would
            # depend on how soon that comes.
            link.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            link.send(http.REQUEST)
            left = answer_size
            while left > 0:
                got = len(link.recv(left))
                if not got:
                    raise Failure("the guest ends a connection")
                left -= got
    return rounds * len(links)


# Of each figure the names in the guest's zone, how QEMU keeps time, and the work, which takes the guest
# and a counter and returns the counts before and after, and how often something was done.
POINTS = {
    "curve.zone.1": _zone(1), "curve.zone.1000": _zone(1000), "curve.zone.100000": _zone(100_000),
    "curve.connections.1": _connections(1), "curve.connections.1000": _connections(1000),
    "curve.timers.1": _timers(1), "curve.timers.1000": _timers(1000),
    "curve.bytes.64": _size(64), "curve.bytes.1500": _size(1500),
}


def guest(bench, image, names, extra):
    """A guest with so many names; it answers when `ready` returns."""
    arguments = command_line(image, 128 if names > 1000 else 64, extra)
    arguments[arguments.index("-append") + 1] += f" names={names}"
    return bench.guest(arguments=arguments)


def ready(running):
    """Waits until a guest answers; what is made once, by its first work, is made then."""
    if clients.first_answer(running, "dns", PATIENCE) is None:
        raise Failure(f"no answer; {running.end_note()}")
    running.tap.prepare_for_load()


def prepare(bench):
    bench.say("building the image of what grows")
    growth.own_image()


def measure(bench):
    guests = collections.defaultdict(list)
    for key, (names, time, work) in POINTS.items():
        guests[names, time].append((key, work))
    runs = [item for item in guests.items() for _ in range(RUNS)]
    for (names, time), works in runs:
        with counting.InstructionCounter(bench.plugin) as counter:
            extra = [*counter.arguments, *time]
            with guest(bench, growth.own_image(), names, extra) as running:
                _measure_guest(bench, running, counter, works)


def _measure_guest(bench, running, counter, works):
    ready(running)
    for key, work in works:
        try:
            before, after, units = work(running, counter)
        except (Failure, OSError) as failure:
            bench.report.fail(key, f"{failure}; {running.end_note()}")
            continue
        if units:
            bench.report.add(key, (after[0] - before[0]) / units)
        else:
            bench.report.fail(key, f"no answer; {running.end_note()}")
