"""Commands for Swiftlet's kernel; they read memory, and so work on a core, too.

The formats: Sources/Telemetry, LogRing, LogEntry, StatisticsBlock, CounterRegistry.
"""

import collections
import math
import os
import struct
import tempfile

import gdb

from swiftlet import context
from swiftlet import elf
from swiftlet import names
from swiftlet import state

_COUNTERS = (
    "heapBytesInUse", "heapPeakBytes", "allocations", "frees", "framesReceived", "framesSent",
    "drops", "timerInterrupts", "deviceInterrupts", "wakeups")
_LEVELS = ("trace", "debug", "info", "notice", "warning", "error", "critical")


def _address(name):
    """Where a symbol is."""
    try:
        return int(gdb.parse_and_eval(f"(unsigned long)&{name}"))
    except gdb.error:
        raise gdb.GdbError(f"the image has no {name}") from None


def _memory(address, size):
    data = context.memory(address, size)
    if data is None:
        raise gdb.GdbError(f"cannot read {size} bytes at {address:#x}")
    return data


def log_lines():
    """The lines of the kernel's log that its ring still holds."""
    start = _address("kernel_log")
    magic, capacity, end, reserved = struct.unpack("<8sQQQ", _memory(start, 32))
    if magic != b"SWFTLOG1" or not 1024 <= capacity <= 1 << 30 or capacity & capacity - 1:
        raise gdb.GdbError("the kernel keeps no log yet")
    ring = _memory(start + 32, capacity)
    oldest, position, entries = max(0, reserved - capacity), end, []
    straight = lambda at, count: bytes(  # noqa: E731
        ring[(at + i) % capacity] for i in range(count))
    while position - oldest >= 14:
        size, = struct.unpack("<H", straight(position - 2, 2))
        if not 14 <= size <= 512 or position - oldest < size:
            break
        entries.append(straight(position - size, size))
        position -= size
    return [_line(entry) for entry in reversed(entries)]


def _line(entry):
    _, level, length, time = struct.unpack_from("<HBBQ", entry)
    module = entry[12:12 + length].decode(errors="replace")
    text = entry[12 + length:-2].decode(errors="replace")
    word = _LEVELS[level] if level < len(_LEVELS) else f"level {level}"
    return f"[{time / 1e9:12.6f}] {word} {module}: {text}"


def counters():
    """Names and values of all counters."""
    data = _memory(_address("kernel_statistics"), 256)
    if data[:8] != b"SWFTSTAT":
        raise gdb.GdbError("the kernel keeps no counters yet")
    count = min(struct.unpack_from("<I", data, 12)[0], len(_COUNTERS))
    found = list(zip(_COUNTERS, struct.unpack_from(f"<{count}Q", data, 16)))
    try:
        registry = _memory(_address("kernel_counter_groups"), 16 + 32 * 24)
    except gdb.GdbError:
        return found
    if registry[:8] != b"SWFTCNTR":
        return found
    for index in range(min(32, struct.unpack_from("<I", registry, 12)[0])):
        found += _group(struct.unpack_from("<QQIHBB", registry, 16 + 24 * index))
    return found


def _group(group):
    names, values, size, count, stride, width = group
    if not size or not 0 < count <= 1024 or size > 16384:
        return []
    words = _memory(names, size).decode(errors="replace").split("\n")
    if words and words[-1].endswith("#"):
        last = words.pop()
        words += [last[:-1] + str(i) for i in range(count - len(words))]
    data = _memory(values, (count - 1) * stride + width)
    return [(word, int.from_bytes(data[i * stride:i * stride + width], "little"))
            for i, word in enumerate(words[:count])]


def _name(address):
    """The function that a return address leads into."""
    try:
        function = gdb.block_for_pc(address - 1)
        while function is not None and function.function is None:
            function = function.superblock
        if function is not None:
            return names.short(function.function.name)
    except (gdb.error, RuntimeError):
        pass
    said = gdb.execute(f"info symbol {address - 1:#x}", to_string=True)
    return names.short(said.split()[0])


def allocations(text):
    """Live blocks by where they were taken: bytes, how many, and the functions from within outwards.

    A sample stands for all blocks of its size that were not sampled."""
    taken = {}
    for line in text.splitlines():
        first, *rest = line.split()
        if first == "-":
            taken.pop(rest[0], None)
        else:
            taken[first if int(first, 16) else object()] = rest
    sums = collections.defaultdict(lambda: [0, 0])
    for size, period, *stack in taken.values():
        count = 1 / -math.expm1(-int(size) / max(1, int(period)))
        found = sums[tuple(stack)]
        found[0] += int(size) * count
        found[1] += count
    return sorted(((size, count, stack) for stack, (size, count) in sums.items()), reverse=True)


def identity():
    """Whether the memory's image is the file's: None if that cannot be told."""
    path = gdb.current_progspace().filename
    try:
        found = elf.File(path).build_id() if path else None
    except (OSError, ValueError):
        return None
    data = context.memory(found[0], len(found[1])) if found else None
    # Before the image is loaded there are zeros.
    return None if not data or not any(data) else data == found[1]


class Kernel(gdb.Command):
    """Show what Swiftlet's kernel knows of itself, read from memory: live, in a core, in a replay.

On a live guest with the kernel's own stub, `monitor help` lists more."""

    def __init__(self):
        super().__init__("kernel", gdb.COMMAND_STATUS, prefix=True)


class Log(gdb.Command):
    """Show the last lines of the kernel's log: kernel log [COUNT]"""

    def __init__(self):
        super().__init__("kernel log", gdb.COMMAND_STATUS)

    def invoke(self, text, from_tty):
        lines = log_lines()
        for line in lines[-int(text):] if text.strip().isdigit() else lines:
            gdb.write(line + "\n")


class Counters(gdb.Command):
    """Show the kernel's counters that are not 0, or those with a word in their name."""

    def __init__(self):
        super().__init__("kernel counters", gdb.COMMAND_STATUS)

    def invoke(self, text, from_tty):
        for name, value in counters():
            if text in name if text else value:
                gdb.write(f"{value:14}  {name}\n")


class Heap(gdb.Command):
    """Show which functions took the memory that is in use: kernel heap [COUNT]

The sampler must have looked: `monitor profile start`, and time for the guest to take memory.
By the sizes of blocks, also in a core: kernel heap sizes"""

    def __init__(self):
        super().__init__("kernel heap", gdb.COMMAND_STATUS)

    def invoke(self, text, from_tty):
        if text.strip() == "sizes":
            state.write(state.sizes)
            return
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "allocations")
            try:
                gdb.execute(f"remote get allocations {path}", to_string=True)
            except gdb.error as error:
                raise gdb.GdbError("only the kernel's stub says who took memory; kernel heap sizes "
                                   f"reads it ({error})") from None
            with open(path) as file:
                found = allocations(file.read())
        if not found:
            raise gdb.GdbError("no block that is in use was sampled; monitor profile start begins it")
        for size, count, stack in found[:int(text) if text.strip().isdigit() else 10]:
            chain = [_name(int(address, 16)) for address in stack]
            gdb.write(f"{size:10.0f} bytes in {count:7.0f} blocks  {' < '.join(chain[:6])}\n")


class Image(gdb.Command):
    """Say whether the guest runs the image whose symbols are loaded."""

    def __init__(self):
        super().__init__("kernel image", gdb.COMMAND_STATUS)

    def invoke(self, text, from_tty):
        same = identity()
        path = gdb.current_progspace().filename
        if same is False:
            raise gdb.GdbError(f"the guest runs another build than {path}")
        gdb.write(f"the guest runs {path}\n" if same else "that cannot be told here\n")


class Identity:
    """Says at the first stop of each connection if the guest runs another build than the file is of."""

    def __init__(self):
        self.known = set()
        gdb.events.stop.connect(self.check)

    def check(self, event):
        path = gdb.current_progspace().filename
        key = (gdb.selected_inferior().connection_num, path)
        if key in self.known:
            return
        same = identity()
        if same is not None:
            self.known.add(key)
        if same is False:
            gdb.write(f"swiftlet: the guest runs another build than {path}\n", gdb.STDERR)


def install():
    """Registers the commands."""
    Identity()
    Kernel()
    Log()
    Counters()
    Heap()
    Image()
