"""Who is below an interrupt's entry, or below a task: what no debug information says.

The entries: Sources/Kernel/Boot, interrupts.S, debugger.S, sampler.S, registers.h, concurrency.S.
"""

import gdb
from gdb.unwinder import Unwinder

from swiftlet import context
from swiftlet import elf

# Where an entry has put the registers, from its first word on.
_SAVED = (
    "r15", "r14", "r13", "r12", "r11", "r10", "r9", "r8", "rbp", "rdi", "rsi", "rdx", "rcx", "rbx",
    "rax")
_INSTRUCTION, _SEGMENT, _STACK = 136, 144, 160
# Symbols, and how many bytes behind them may have called something.
_ENTRIES = (("interrupt_common", 256), ("debugger_enter", 1024))
# The sampler's entries lie one behind the other. They leave no frame record, so that the sampler finds
# that of the interrupted code; below their call is what the vector unit has.
_SAMPLER, _VECTORS = ("sampler_timer_entry", 512), 512
_JOB = ("__wrap_swift_job_run", 128)
# What the entry of a job has on the stack when the job's function is called, and the mark that
# asynchronous functions leave in the frame pointer.
_JOB_REGISTERS = (("rbx", 16), ("r14", 24), ("r13", 32))
_JOB_RETURN, _MARK = 40, 1 << 60


class _Frame:
    """What an unwound frame is known by."""

    def __init__(self, stack, code):
        self.sp, self.pc = gdb.Value(stack), code


class Boundaries(Unwinder):
    """Unwinds through the kernel's entries in assembly."""

    def __init__(self):
        super().__init__("swiftlet")
        self.known = {}

    def __call__(self, pending):
        code = int(pending.read_register("rip"))
        try:
            # Who calls decides: what other entries may have called reaches as far as here.
            if self._is_in(_SAMPLER, code) and self._calls(code):
                if (found := self._sampler(pending)) is not None:
                    return found
            if any(self._is_in(entry, code) for entry in _ENTRIES):
                return self._interrupt(pending)
            if self._is_in(_JOB, code):
                return self._job(pending)
        except (gdb.error, ValueError):
            pass
        return None

    def _is_in(self, place, code):
        name, size = place
        path = gdb.current_progspace().filename
        if path not in self.known:
            self.known[path] = self._addresses(path)
        start = self.known[path].get(name)
        return start is not None and start < code <= start + size

    @staticmethod
    def _addresses(path):
        """Where the entries begin. gdb must not be asked: it is in the middle of a frame."""
        try:
            return elf.File(path).addresses({name for name, _ in (*_ENTRIES, _SAMPLER, _JOB)})
        except (OSError, TypeError, ValueError):
            return {}

    def _interrupt(self, pending):
        base = int(pending.read_register("rbp"))
        words = context.memory(base, 16 + _STACK + 8)
        if words is None:
            return None
        word = lambda at: int.from_bytes(words[at:at + 8], "little")  # noqa: E731
        # The frame record and the saved state name the same interrupted code.
        if word(8) != word(16 + _INSTRUCTION) or word(0) != word(16 + 8 * _SAVED.index("rbp")):
            return None
        return self._interrupted(pending, base + 16, lambda at: word(16 + at))

    def _sampler(self, pending):
        saved = int(pending.read_register("rsp")) + _VECTORS
        words = context.memory(saved, _STACK + 8)
        if words is None:
            return None
        word = lambda at: int.from_bytes(words[at:at + 8], "little")  # noqa: E731
        if word(_SEGMENT) != int(pending.read_register("cs")):
            return None
        return self._interrupted(pending, saved, word)

    def _interrupted(self, pending, saved, word):
        """Who was interrupted, of whom an entry has saved the registers."""
        found = pending.create_unwind_info(_Frame(saved, pending.read_register("rip")))
        for index, name in enumerate(_SAVED):
            self._set(found, pending, name, word(8 * index))
        self._set(found, pending, "rip", word(_INSTRUCTION))
        self._set(found, pending, "rsp", word(_STACK))
        return found

    def _job(self, pending):
        stack, base = (int(pending.read_register(name)) for name in ("rsp", "rbp"))
        words = context.memory(stack, _JOB_RETURN + 16)
        if words is None:
            return None
        word = lambda at: int.from_bytes(words[at:at + 8], "little")  # noqa: E731
        # A task that has been left takes its return address along.
        shift = 0 if self._calls(word(_JOB_RETURN)) else 8
        if not self._calls(word(_JOB_RETURN + shift)):
            return None
        found = pending.create_unwind_info(_Frame(stack, pending.read_register("rip")))
        for name, at in _JOB_REGISTERS:
            self._set(found, pending, name, word(at + shift))
        self._set(found, pending, "rbp", base & ~_MARK)
        self._set(found, pending, "rip", word(_JOB_RETURN + shift))
        self._set(found, pending, "rsp", stack + _JOB_RETURN + shift + 8)
        return found

    @staticmethod
    def _calls(address):
        """Whether an address is behind a call."""
        before = context.memory(address - 5, 5) if address > 4096 else None
        return before is not None and (before[0] == 0xe8 or before[3] == 0xff or before[2] == 0xff)

    @staticmethod
    def _set(found, pending, name, value):
        type = pending.read_register(name).type
        found.add_saved_register(name, gdb.Value(value & (1 << 64) - 1).cast(type))


def install():
    """Registers the unwinder."""
    gdb.unwinder.register_unwinder(None, Boundaries(), replace=True)
