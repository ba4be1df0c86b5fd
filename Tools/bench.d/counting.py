"""Counts the instructions a guest executes, in all or by function."""

import array
import bisect
import collections
import mmap
import subprocess
import tempfile
import time

import building

OUTSIDE = "(firmware and what lies outside the image)"


class Image:
    """The symbols of an image with debug information."""

    def __init__(self, path):
        self.path = path
        listing = building.output([building.tool("llvm-nm"), "--numeric-sort", path])
        fields = [line.split() for line in listing.splitlines()]
        symbols = [(int(f[0], 16), f[2], f[1]) for f in fields if len(f) == 3]
        self.addresses = {name: address for address, name, _ in symbols}
        self.functions = [(address, name) for address, name, kind in symbols if kind in "tTwW"]

    def address(self, name):
        """The address of a symbol: virtual and physical are the same in an image."""
        if name not in self.addresses:
            raise building.Failure(f"{self.path} has no symbol {name}")
        return self.addresses[name]


class InstructionCounter:
    """The file that the plugin counts in, and QEMU's arguments to load it.

    With an image, each instruction of its code has a counter of its own; else there is one in all.
    """

    def __init__(self, plugin, image=None):
        self.base = image.address("image_start") if image else 0
        self.span = image.address("text_end") - self.base if image else 0
        self.file = tempfile.NamedTemporaryFile()
        self.file.truncate(8 * (self.span + 2))
        self.memory = mmap.mmap(self.file.fileno(), 0)
        options = f"out={self.file.name},base={self.base:x},span={self.span:x}"
        self.arguments = ["-plugin", f"{plugin},{options}"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.memory.close()
        self.file.close()

    def counts(self):
        """All counters as they are now."""
        return array.array("Q", bytes(self.memory))

    def settled(self, limit=2.0):
        """The counters once the guest has finished what it was doing and halted.

        An answer reaches its client before the guest has tidied up behind it. Gives up waiting
        after so many seconds: a guest that never rests is found out by the idle part.
        """
        before, end = self.counts(), time.monotonic() + limit
        while time.monotonic() < end:
            time.sleep(0.02)
            now = self.counts()
            if now == before:
                break
            before = now
        return before


class IntervalCounter:
    """Counts the instructions between two places, each time the guest goes from one to the other."""

    ROOM = 65536

    def __init__(self, plugin, begin, ends):
        """`begin` is a range of addresses whose first instruction starts an interval."""
        self.file = tempfile.NamedTemporaryFile()
        self.file.truncate(8 * (self.ROOM + 2))
        self.memory = mmap.mmap(self.file.fileno(), 0)
        options = [f"out={self.file.name}", f"room={self.ROOM:x}"]
        options += [f"from={begin.start:x}-{begin.stop:x}", *(f"to={end:x}" for end in ends)]
        self.arguments = ["-plugin", ",".join([str(plugin), *options])]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.memory.close()
        self.file.close()

    def lengths(self):
        """Instructions of each interval, in their order; the last few if there were too many."""
        numbers = array.array("Q", bytes(self.memory))
        return list(numbers[2:2 + min(numbers[1], self.ROOM)])


class Sample:
    """Instructions executed between two readings, by address, for one of so many units of work."""

    def __init__(self, counter, before, after, units):
        self.base = counter.base
        self.units = units
        self.executed = [later - sooner for sooner, later in zip(before, after)]

    def at(self, address):
        """How often the instruction at an address in the image's code was executed, per unit."""
        return self.executed[2 + address - self.base] / self.units

    def by_function(self, image):
        """Executed instructions per unit, by mangled name."""
        starts = [address for address, _ in image.functions]
        found = collections.Counter({OUTSIDE: self.executed[0]})
        for offset, executed in enumerate(self.executed[2:]):
            if executed:
                index = bisect.bisect_right(starts, self.base + offset) - 1
                found[image.functions[index][1] if index >= 0 else "?"] += executed
        return {name: executed / self.units for name, executed in found.items()}


def demangled(names):
    """Names as people write them, in the same order: those of Swift, and of the runtime's C++."""
    text = "\n".join(names)
    commands = [[building.tool("swift"), "demangle", "--simplified"], ["c++filt", "--no-params"]]
    for command in commands:
        try:
            done = subprocess.run(command, input=text, capture_output=True, text=True)
        except FileNotFoundError:
            continue  # Names that nobody can read still tell functions apart.
        if len(done.stdout.splitlines()) == len(names):
            text = done.stdout
    return text.splitlines()
