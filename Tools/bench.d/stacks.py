"""Which calls lead to the instructions that a guest executes, counted without a sample."""

import array
import bisect
import collections
import mmap
import tempfile

import building
import counting

# Sizes in words, as in stacks.c.
_NODES, _BLOCKS = 65536, 262144
_INTERRUPT = 1
# What takes less of a unit of work than so many instructions is left out of stored profiles.
LEAST = 0.05
# Stored weights are whole numbers: thousandths of an instruction.
SCALE = 1000


class StackCounter:
    """The file that the plugin counts in, and QEMU's arguments to load it."""

    def __init__(self, image):
        self.image = image
        self.file = tempfile.NamedTemporaryFile()
        self.file.truncate(8 * (2 + 2 * _NODES + 3 * _BLOCKS))
        self.memory = mmap.mmap(self.file.fileno(), 0)
        entries = f"{image.address('interrupt_stubs'):x}-{image.address('interrupt_common'):x}"
        plugin = building.plugin("stacks")
        self.arguments = ["-plugin", f"{plugin},out={self.file.name},interrupts={entries}"]
        self.starts = [address for address, _ in image.functions]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.memory.close()
        self.file.close()

    def counts(self):
        """All counters as they are now."""
        return array.array("Q", bytes(self.memory))

    settled = counting.InstructionCounter.settled

    def stacks(self, before, after, units):
        """Instructions per unit between two readings: {(function, ..., function): number}."""
        if after[1] > before[1]:
            raise building.Failure("there are more stacks than the plugin has room for")
        found, paths = collections.Counter(), {0: ()}
        first = 2 + 2 * _NODES
        for place in range(first, len(after), 3):
            executed = after[place + 2] - before[place + 2]
            if executed:
                path = self._path(after, after[place], paths)
                found[(*path, self._function(after[place + 1]))] += executed / units
        return found

    def _path(self, words, node, paths):
        """The functions whose calls lead to a node."""
        if node not in paths:
            parent, site = words[2 + 2 * node], words[3 + 2 * node]
            name = "[interrupt]" if site == _INTERRUPT else self._function(site)
            paths[node] = (*self._path(words, parent, paths), name)
        return paths[node]

    def _function(self, address):
        if not self.image.address("image_start") <= address < self.image.address("text_end"):
            return counting.OUTSIDE
        index = bisect.bisect_right(self.starts, address) - 1
        return self.image.functions[index][1] if index >= 0 else counting.OUTSIDE


def readable(stacks):
    """The same with names as people write them; what is too little to see is left out."""
    names = sorted({name for stack in stacks for name in stack})
    texts = dict(zip(names, (text.replace(";", ":") for text in counting.demangled(names))))
    found = collections.Counter()
    for stack, weight in stacks.items():
        # The firmware never returns from what it calls.
        first = 1 if len(stack) > 1 and stack[0] == counting.OUTSIDE else 0
        found[tuple(texts[name] for name in stack[first:])] += weight
    return {stack: weight for stack, weight in found.items() if weight >= LEAST}


def write(stacks, path):
    """Writes stacks as collapsed lines, their weights in thousandths of an instruction."""
    lines = (f"{';'.join(stack)} {round(weight * SCALE)}\n" for stack, weight in stacks.items())
    path.write_text("".join(sorted(lines)))


def read(path):
    """What `write` wrote; nothing if there is no such file."""
    if not path.exists():
        return {}
    lines = (line.rsplit(" ", 1) for line in path.read_text().splitlines())
    return {tuple(stack.split(";")): int(weight) / SCALE for stack, weight in lines}


def by_function(stacks):
    """Instructions in each function itself."""
    found = collections.Counter()
    for stack, weight in stacks.items():
        found[stack[-1]] += weight
    return found


def draw_difference(before, after, path):
    """Draws a flame graph of `after`, coloured by what became more (red) and less (blue)."""
    lines = (
        f"{';'.join(stack)} {round(before.get(stack, 0) * SCALE)} "
        f"{round(after.get(stack, 0) * SCALE)}\n" for stack in sorted({*before, *after}))
    folded = path.with_suffix(".folded")
    folded.write_text("".join(lines))
    building.output([building.profiler(), "export", folded, "--exact", "-o", path])
