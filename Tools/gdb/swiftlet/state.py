"""Commands that tell what the kernel is at, from memory alone: live, in a core, in a replay.

They say what `monitor` says where the kernel's stub is linked, and as it says it; the present, which
only the processor knows, is left out.
"""

import os
import struct

import gdb

from swiftlet import chains
from swiftlet import context
from swiftlet import elf
from swiftlet import heap
from swiftlet import layout
from swiftlet import network
from swiftlet import tasks
from swiftlet import typetext
from swiftlet import walk
from swiftlet.typetext import Type

_MOST_TIMERS = 1 << 20
_TIMER = struct.Struct("<QQQ")
_symbols = {}


def symbol(name):
    """Where a symbol is; None if the image has none of that name."""
    path = gdb.current_progspace().filename
    key = (path, os.stat(path).st_mtime_ns) if path and os.path.exists(path) else None
    if key is None:
        raise gdb.GdbError("gdb has no image")
    if key not in _symbols:
        _symbols[key] = elf.File(path).addresses(_NAMES)
    return _symbols[key].get(name)


_CURRENT = "_ZN12_GLOBAL__N_110ActiveTask5ValueE.0"
_NAMES = {
    _CURRENT, "image_start", "text_end", "kernel_heap", "kernel_vector_counts",
    "unexpected_interrupt_counts"}


class Kernel:
    """The kernel in memory, part by part."""

    def __init__(self):
        self.image = context.image()
        if self.image is None:
            raise gdb.GdbError("there is no debug information of the image")
        self.space = self.image.statics.space

    def variable(self, name, what):
        found = self.image.statics.find(f"Kernel.{name}")
        if found is None:
            raise walk.Absent(f"the image has no {what}")
        return found

    def heap(self):
        # The optimiser keeps no more of the pointer than whether it is set.
        kind, place = self.variable("heap", "heap").layout.type, symbol("kernel_heap")
        if place is None:
            raise walk.Absent("the image has no heap")
        return heap.Heap(self.space.value(kind.arguments[0].arguments[0], place))

    def interface(self):
        """The first network card."""
        pointer = self.variable("network", "network")
        if not pointer.word():
            raise walk.Absent("the network is not in use")
        return self.space.value(pointer.layout.type.arguments[0].arguments[0], pointer.word())

    def endpoints(self):
        """TCP on the first network card."""
        pointer = self.variable("TCPStart.running", "TCP")
        if not pointer.word():
            raise walk.Absent("TCP is not in use")
        return self.space.object(Type("Kernel.TCPDriver"), pointer.word()).part("endpoints")


def _sockets(kernel):
    yield from network.sockets(kernel.interface())
    yield from network.connections(kernel.endpoints())


def _neighbors(kernel):
    return network.neighbors(kernel.interface())


def _routes(kernel):
    return network.routes(kernel.interface())


def _timers(kernel):
    timers = kernel.variable("timers", "timers")
    count = timers.part("count").number(signed=True)
    place = timers.part("heap").word()
    if not 0 <= count <= _MOST_TIMERS or count and not place:
        raise walk.Damaged(f"there cannot be {count} timers at {place:#x}")
    yield f"{count} timers"
    data = kernel.space.bytes(place, count * _TIMER.size)
    for deadline, _, timer in _TIMER.iter_unpack(data):
        yield f"at {network.seconds(deadline)}: {timer:#x}{_kind(kernel, timer)}"


def _kind(kernel, address):
    """The class of an object, behind two spaces."""
    header = context.memory(address, 8)
    name = context.symbol(int.from_bytes(header, "little")) if header else None
    _, found, type = (name or "").partition("metadata for ")
    return f"  {typetext.parse(type)}" if found else ""


def _interrupts(kernel):
    counts, strays = symbol("kernel_vector_counts"), symbol("unexpected_interrupt_counts")
    if counts is None or strays is None:
        raise walk.Absent("the image counts no interrupts")
    counts = struct.unpack("<256Q", kernel.space.bytes(counts, 2048))
    strays = struct.unpack("<256I", kernel.space.bytes(strays, 1024))
    if not any(counts) and not any(strays):
        yield "no vector was raised yet"
    for vector, (count, stray) in enumerate(zip(counts, strays)):
        if count or stray:
            rest = f", {stray} that nothing asked for" if stray else ""
            yield f"vector {vector:3} {count:9}  {_use(vector)}{rest}"


def _use(vector):
    """Sources/Kernel/Image/Run, Vector."""
    known = {31: "timer", 33: "network", 49: "change of a device", 0xe0: "sampler", 0xe1: "sampler"}
    return known.get(vector) or (
        "exception" if vector < 31 else "device" if 33 <= vector < 49 else "other")


def sizes(kernel):
    """What memory is in use, and by which sizes of blocks."""
    return kernel.heap().sizes()


def _tasks(kernel):
    start, end = symbol("image_start"), symbol("text_end")
    current = symbol(_CURRENT)
    if None in (start, end, current):
        raise walk.Absent("the image has no tasks")
    found = tasks.Tasks(context.memory, range(start, end))
    running = kernel.space.word(current)
    if running and (one := found.at(running)):
        yield f"task {one.number} runs"
    ready = set(found.ready(kernel.variable("readyJobs", "jobs").part("first").word()))
    for one in found.waiting(kernel.heap().blocks(tasks.SIZE), running):
        state = "is ready" if one.address in ready else "waits"
        yield (f"task {one.number} at {one.address:#x} {state}, "
               f"goes on at {one.function:#x} with {one.context:#x}")
        level = 0
        for place in found.chain(one):
            if place is None:
                yield "  and so on: this chain has no end"
                break
            for name in chains.frames(kernel.image, place):
                yield f"  #{level:<2} {name}"
                level += 1


def lines(tell):
    """What a function says of the kernel, until it finds what cannot be: then that."""
    try:
        yield from tell(Kernel())
    except walk.Absent as error:
        yield str(error)
    except (walk.Damaged, layout.Unknown) as error:
        raise gdb.GdbError(str(error)) from None
    except gdb.GdbError:
        raise
    except Exception as error:
        # Whatever is wrong, the user's script goes on.
        raise gdb.GdbError(f"memory holds what cannot be there: {error!r}") from None


def write(tell):
    """Prints what a function says of the kernel."""
    for line in lines(tell):
        gdb.write(line + "\n")


class Command(gdb.Command):
    """A command that says something of the kernel."""

    def __init__(self, name, says, tell):
        self.__doc__, self.tell = says, tell
        super().__init__(f"kernel {name}", gdb.COMMAND_STATUS)

    def invoke(self, text, from_tty):
        write(self.tell)


def install():
    """Registers the commands."""
    Command("tasks", "Show what each task does, and where it waits: who waits for whom.", _tasks)
    Command("sockets", "Show ports and connections.", _sockets)
    Command("timers", "Show what waits for a time, in no order.", _timers)
    Command("arp", "Show the cards of the hosts on the link.", _neighbors)
    Command("routes", "Show which way packets go.", _routes)
    Command("interrupts", "Show how often each vector was raised.", _interrupts)
