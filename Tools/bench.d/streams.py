"""What speaks TCP with the guest: clients that echo in turn or all at once, and bulk both ways."""

import contextlib
import selectors
import socket
import time

from building import Failure
from network import GUEST

ECHO, DISCARD, GENERATE, HTTP = 7, 9, 19, 80
# Size of an HTTP response with a body of 100 bytes.
REQUEST = bytes(range(250))
LIMIT = 20
# While a guest starts: how often its page is tried, and how many tries there may be at once:
# the oldest is given up for the next one.
TRY_SECONDS = 0.004
TRIES = 256


def connect(port, limit=LIMIT):
    """A connection to the guest; waits until it listens. None after so many seconds."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        try:
            link = socket.create_connection((GUEST, port), timeout=1)
        except OSError:
            time.sleep(0.002)
            continue
        link.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        link.settimeout(LIMIT)
        return link
    return None


def first_page(guest, request, limit):
    """Milliseconds from QEMU's start to the first bytes of a page; None if there is none.

    It is tried again and again, and the last tries before go on: the device keeps the first few packets
    until the guest takes them, and an answer to one of a try that was given up would be none. Of a guest
    that takes longer than TRIES last it is none: the next try is never far.
    """
    end, next_try = guest.started + limit, 0
    with selectors.DefaultSelector() as selector, contextlib.ExitStack() as links:
        while (now := time.monotonic()) < end and guest.is_running():
            if now >= next_try:
                next_try = now + TRY_SECONDS
                if len(selector.get_map()) >= TRIES:
                    _give_up(selector, _oldest(selector))
                link = links.enter_context(socket.socket())
                link.setblocking(False)
                link.connect_ex((GUEST, HTTP))
                selector.register(link, selectors.EVENT_WRITE)
            for key, _ in selector.select(max(0.001, next_try - time.monotonic())):
                if _has_page(selector, key, request):
                    return (time.monotonic() - guest.started) * 1000
    return None


def _has_page(selector, key, request):
    """Takes the next step of a try; returns whether the page has come."""
    link = key.fileobj
    try:
        if key.events == selectors.EVENT_WRITE:
            # Refused where the connection was.
            link.send(request)
            selector.modify(link, selectors.EVENT_READ)
            return False
        if link.recv(4096).startswith(b"HTTP/1.1 200"):
            return True
    except OSError:
        pass
    _give_up(selector, link)
    return False


def _oldest(selector):
    """The first of the tries: a selector's map keeps the order in which they came."""
    return next(iter(selector.get_map().values())).fileobj


def _give_up(selector, link):
    selector.unregister(link)
    link.close()


def echo(links, rounds, request=REQUEST, answer_size=len(REQUEST)):
    """Has the guest answer a request on each connection, so often; returns how often it did.

    Each connection sends its next request once it has the whole answer to the last one.
    """
    answered, left = 0, {}
    with selectors.DefaultSelector() as selector:
        for link in links:
            selector.register(link, selectors.EVENT_READ)
            left[link] = [rounds, answer_size]
            link.send(request)
        while left:
            events = selector.select(LIMIT)
            if not events:
                break
            for key, _ in events:
                link = key.fileobj
                state = left[link]
                count = _take(link)
                state[1] -= count
                if count > 0 and state[1] > 0:
                    continue
                answered += count > 0
                state[0] -= 1
                if count == 0 or state[0] == 0 or not _send(link, request):
                    selector.unregister(link)
                    del left[link]
                else:
                    state[1] = answer_size
    return answered


def _take(link):
    """How many bytes came; 0 if the connection has ended."""
    try:
        return len(link.recv(4096))
    except ConnectionError:
        return 0


def _send(link, request):
    """Whether a request is on its way; not where the connection has ended."""
    try:
        link.send(request)
        return True
    except ConnectionError:
        return False


def send(seconds):
    """Sends to the guest for so long; returns bytes and seconds until it has read them all."""
    block, sent = bytes(1 << 20), 0
    with connect(DISCARD) as link:
        begin = time.monotonic()
        while time.monotonic() < begin + seconds:
            sent += link.send(block)
        link.shutdown(socket.SHUT_WR)
        link.recv(1)
        return sent, time.monotonic() - begin


def receive(seconds):
    """Takes what the guest sends for so long; returns bytes and seconds."""
    room, got = bytearray(1 << 20), 0
    with connect(GENERATE) as link:
        begin = time.monotonic()
        while time.monotonic() < begin + seconds:
            got += received(link.recv_into(room))
        return got, time.monotonic() - begin


def received(count):
    """So many bytes; fails where a stream has ended that has no end."""
    if count == 0:
        raise Failure("the guest has ended the connection")
    return count
