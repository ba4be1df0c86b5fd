"""What speaks TCP with the guest: clients that echo in turn or all at once, and bulk both ways."""

import selectors
import socket
import time

from network import GUEST

ECHO, DISCARD, GENERATE, HTTP = 7, 9, 19, 80
# Size of an HTTP response with a body of 100 bytes.
REQUEST = bytes(range(250))
LIMIT = 20


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
                state[1] -= len(link.recv(4096))
                if state[1] > 0:
                    continue
                answered += 1
                state[0] -= 1
                if state[0] == 0:
                    selector.unregister(link)
                    del left[link]
                else:
                    state[1] = answer_size
                    link.send(request)
    return answered


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
            got += link.recv_into(room)
        return got, time.monotonic() - begin
