"""How much processor time a process used, and how much everybody else did meanwhile."""

import os
import time

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
PROCESSORS = os.cpu_count() or 1
QUIET_PERCENT = 20


def process_seconds(pid):
    """Processor seconds of a process so far, all threads, to the nanosecond."""
    return sum(thread_seconds(pid).values())


def thread_seconds(pid):
    """Processor seconds of each thread of a process so far, by its id.

    /proc/PID/stat counts in ticks of 10 ms, too coarse for a guest that idles.
    """
    seconds = {}
    for task in os.listdir(f"/proc/{pid}/task"):
        try:
            with open(f"/proc/{pid}/task/{task}/schedstat") as file:
                seconds[int(task)] = int(file.read().split()[0]) / 1e9
        except FileNotFoundError:
            pass  # The thread ended in between; its time was part of no earlier reading either.
    return seconds


def machine_seconds():
    """Processor seconds that the whole machine has spent on anything but idling."""
    with open("/proc/stat") as file:
        user, nice, system, idle, wait, *rest = (int(x) for x in file.readline().split()[1:9])
    return (user + nice + system + sum(rest)) / TICKS_PER_SECOND


def own_seconds():
    """Processor seconds of this process and of its children that have ended."""
    return sum(os.times()[:4])


class Window:
    """A stretch of time: how long it was, what a process used, what others used.

    Those that ask it count as ours: children that have ended by themselves, those that run on by name.
    """

    def __init__(self, pid=None, clients=()):
        self.pid = pid
        self.clients = clients
        self.begin = self._snapshot()

    def end(self):
        """Closes the window; sets `seconds`, `used` (seconds) and `others` (per cent)."""
        differences = [b - a for a, b in zip(self.begin, self._snapshot())]
        self.seconds, self.used, machine, own = differences
        others = max(0.0, machine - self.used - own)
        self.others = 100 * others / (self.seconds * PROCESSORS)
        return self

    def _snapshot(self):
        used = process_seconds(self.pid) if self.pid else 0
        own = own_seconds() + sum(map(process_seconds, self.clients))
        return time.monotonic(), used, machine_seconds(), own


def wait_for_quiet(seconds):
    """Waits until others use little of the machine, at most so many seconds."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        window = Window()
        time.sleep(0.25)
        if window.end().others < QUIET_PERCENT:
            return
