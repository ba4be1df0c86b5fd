"""The tasks of the Swift runtime that do not run, as memory shows them.

Source: swift/ABI/Task.h, TaskStatus.h and MetadataValues.h of the Swift runtime, 6.3; what the
kernel's stub looks at is the same: Sources/Kernel/GDBStub/Tasks.
"""

import collections
import struct

from swiftlet.walk import Damaged

# How much of a task is looked at, in bytes.
SIZE = 0x68
_HIGHEST_PRIORITY, _COMPLETE, _CHILD = 0x21, 0x2000, 1
_LINK = 16
_MOST_RECORDS, _MOST_TASKS, _MOST_CALLERS = 64, 1 << 20, 512

Task = collections.namedtuple("Task", "address number function context")


def task(data, address, code):
    """The task that a block's first bytes are; None if they are none, or one that is over."""
    kind, priority, number = struct.unpack_from("<BBxxI", data, 0x20)
    function, context = struct.unpack_from("<QQ", data, 0x38)
    status, = struct.unpack_from("<I", data, 0x60)
    if kind or not 0 < priority <= _HIGHEST_PRIORITY or not 0 < status & 0xff <= _HIGHEST_PRIORITY:
        return None
    if status & _COMPLETE or function not in code or not context or context & 7:
        return None
    return Task(address, number, function, context)


class Tasks:
    """The tasks in a memory: `memory(address, size)` gives bytes or None, `code` is a range."""

    def __init__(self, memory, code):
        self.memory, self.code = memory, code

    def word(self, address, size=8):
        data = self.memory(address, size)
        return None if data is None else int.from_bytes(data, "little")

    def at(self, address):
        """The task at an address; None if there is none."""
        data = self.memory(address, SIZE) if address else None
        return None if data is None else task(data, address, self.code)

    def waiting(self, blocks, current):
        """The tasks that do not run: those among the heap's blocks, and then their children."""
        found = []
        for address, data in blocks:
            if address != current and (one := task(data, address, self.code)):
                found.append(one)
            if len(found) > _MOST_TASKS:
                raise Damaged(f"there cannot be more than {_MOST_TASKS} tasks")
        known = {one.address for one in found}
        parents = [current] + [one.address for one in found]
        for parent in parents:
            for child in self._children(parent) if parent else ():
                if child not in known and child != current and (one := self.at(child)):
                    known.add(child)
                    found.append(one)
                    parents.append(child)
            if len(found) > _MOST_TASKS:
                raise Damaged(f"there cannot be more than {_MOST_TASKS} tasks")
        return found

    def _children(self, parent):
        """What the records of a task's status name as its children, which it has in its own memory."""
        place = parent + SIZE
        for _ in range(_MOST_RECORDS):
            record = self.word(place)
            kind = self.word(record, 1) if record else None
            if kind is None:
                return
            if kind == _CHILD and (child := self.word(record + 16)):
                yield child
            place = record + 8

    def ready(self, first):
        """The addresses of the jobs that are ready, the oldest first."""
        found = []
        seen = set()
        while first:
            if first in seen or len(seen) > _MOST_TASKS:
                raise Damaged("the list of the jobs that are ready has no end")
            seen.add(first)
            found.append(first)
            following = self.word(first + _LINK)
            if following is None:
                raise Damaged(f"there is no memory for the job at {first:#x}")
            first = following
        return found

    def chain(self, one):
        """Where a task goes on, and then who waits for that; None at the end if that has no end."""
        yield one.function
        context, seen = one.context, set()
        # The context of a continuation says once more where the task itself goes on.
        if self.word(context + 8) == one.function:
            context = self.word(context)
        while context:
            caller = self.word(context + 8)
            if caller is None or caller not in self.code:
                return
            if context in seen or len(seen) > _MOST_CALLERS:
                yield None
                return
            seen.add(context)
            yield caller
            context = self.word(context)
