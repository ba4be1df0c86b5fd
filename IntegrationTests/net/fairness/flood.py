"""Floods one socket of the guest, and asks another one meanwhile how long an answer takes."""

import argparse
import multiprocessing
import os
import socket
import time

GUEST = os.environ["SWIFTLET_ADDRESS"]


def flood(port, rate, end):
    """Sends datagrams at a steady rate, in bursts of 16, above what the service can do."""
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    sender.connect((GUEST, port))
    start, sent = time.monotonic(), 0
    while (now := time.monotonic()) < end:
        while sent < (now - start) * rate:
            for _ in range(16):
                try:
                    sender.send(bytes(64))
                except OSError:
                    pass  # the queue of the interface is full
            sent += 16
        time.sleep(0.001)


def ask(port, seconds):
    """Round trips one after the other: their times in milliseconds, and how many were lost."""
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.connect((GUEST, port))
    client.settimeout(1)
    times, lost, number = [], 0, 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        number += 1
        start = time.monotonic()
        client.send(number.to_bytes(4))
        try:
            while client.recv(100) != number.to_bytes(4):
                pass
            times.append((time.monotonic() - start) * 1000)
        except TimeoutError:
            lost += 1
        time.sleep(0.005)
    return sorted(times), lost


def report(client):
    """What the service says; the flood's rest may still fill the queues, so it is asked again."""
    for _ in range(5):
        client.send(b"?")
        try:
            return client.recv(100)
        except TimeoutError:
            pass
    raise SystemExit("the service tells nothing")


def settled(client):
    """The service's numbers once it is done with what the flood has left in its queue."""
    before, now = None, [int(word) for word in report(client).split()]
    while now != before:
        time.sleep(0.05)
        before, now = now, [int(word) for word in report(client).split()]
    return now


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rate", type=int, default=3_000)
    parser.add_argument("--limit", type=float, required=True, help="most milliseconds of 90 in 100")
    arguments = parser.parse_args()
    flooder = multiprocessing.Process(
        target=flood, args=(9, arguments.rate, time.monotonic() + arguments.seconds + 1))
    flooder.start()
    times, lost = ask(7, arguments.seconds)
    reporter = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    reporter.connect((GUEST, 11))
    reporter.settimeout(1)
    flooder.join()
    late, timers, slow = settled(reporter)
    high = times[len(times) * 90 // 100]
    is_fair = high < arguments.limit and late <= timers / 10 and lost <= len(times) / 10
    word = "fair" if is_fair and slow > 500 and timers > 20 else "unfair"
    print(f"{word}: {len(times)} answers, {lost} lost, 90 % within {high:.2f} ms, worst "
          f"{times[-1]:.2f} ms; {late} of {timers} timers over 20 ms late; {slow} slow ones")


main()
