"""What code reaches, by calls, by jumps, and through pointers."""

import re

# Functions of the heap and of reference counts, by name or by the real name's beginning.
HEAP = {
    "kernel_malloc", "kernel_free", "kernel_realloc", "kernel_calloc", "malloc", "free", "realloc",
    "calloc", "posix_memalign", "aligned_alloc", "swift_allocObject*", "swift_slowAlloc*",
    "swift_slowDealloc*", "swift_deallocClassInstance*", "swift_release*", "swift_retain*",
    "swift_task_alloc", "swift_task_dealloc", "swift_task_create*", "Heap.*", "PageAllocator.*",
    "operator new*", "operator delete*",
}
# Instructions that let further interrupts in, or wait for them.
INTERRUPTIBLE = {"instruction sti", "instruction hlt"}

_COMMENT_ADDRESS = re.compile(r"0x([0-9a-f]+)(?: <([^>]+)>)?")
_IMMEDIATE = re.compile(r"\$0x([0-9a-f]+)")
# How many instructions before a jump of a switch its table is read.
_TABLE_DISTANCE = 8


class Reach:
    """All functions that some functions lead to."""

    def __init__(self, image, hooks, roots, ends):
        """Follows all ways; `ends` are addresses of functions that are not entered."""
        self.image = image
        self.hooks = hooks
        self.ended_at = []
        self.functions = {}  # name: how it is reached first
        self.byte_count = 0
        self.unlisted = []
        self.listed = {}
        self.instructions = {}
        self._follow(roots, ends)

    def _follow(self, roots, ends):
        seen, waiting = set(), [(root, None) for root in roots]
        while waiting:
            function, caller = waiting.pop(0)
            if function.address in seen:
                continue
            seen.add(function.address)
            if function.address in ends:
                self.ended_at.append(function)
                continue
            self.functions.setdefault(function.name, caller)
            self.byte_count += function.byte_count
            for instruction in function.instructions:
                if instruction.name in ("sti", "hlt"):
                    self.instructions.setdefault(instruction.name, function.name)
            waiting += [(next_, function.name) for next_ in self._successors(function)]

    def _successors(self, function):
        """The functions that one calls, jumps to, runs into, or takes the address of."""
        found = []
        for index, instruction in enumerate(function.instructions):
            if (target := instruction.target) is not None:
                other = self.image.function_at(target)
                if other is not function or target == function.address:
                    found.append(other)
            elif instruction.is_indirect:
                found += self._indirect(function, index)
            else:
                found += self._addresses_taken(instruction)
        last = function.instructions[-1] if function.instructions else None
        if function.is_assembly and last and not last.ends:
            following = self.image.function_at(last.address + 16)
            after = [s for s in self.image.starts if s > function.address]
            found.append(self.image.functions[after[0]] if after else following)
        return [f for f in found if f is not None and f is not function]

    def _addresses_taken(self, instruction):
        """Functions whose address an instruction holds: somebody may call them."""
        found = []
        for text in [*_COMMENT_ADDRESS.findall(instruction.comment)]:
            found.append(int(text[0], 16))
        found += [int(text, 16) for text in _IMMEDIATE.findall(instruction.operands)]
        return [self.image.functions[a] for a in found if a in self.image.functions]

    def _indirect(self, function, index):
        """What a call through a pointer may lead to; it is noted if the list does not say."""
        instruction = function.instructions[index]
        if instruction.is_jump and _is_switch(function.instructions, index):
            return []
        variable = None
        if found := _COMMENT_ADDRESS.search(instruction.comment):
            variable = self.image.variable(int(found[1], 16))
        where = self.image.text(function.name) + (f" through {variable}" if variable else "")
        targets = self.hooks.targets(self.image, function, variable)
        if targets is None:
            text = f"{instruction.name} {instruction.operands}"
            self.unlisted.append((function, f"{instruction.address:#x}: {text}", variable))
            return []
        names = sorted({self.image.text(target.name) for target in targets})
        if self.hooks.takes_argument(self.image, function):
            names.append("what its callers hand to it")
        self.listed[where] = names or ["nothing in this image"]
        return targets

    def complaints(self, title, forbidden):
        """What of the forbidden is reached, each with the way to it; and calls to nobody knows."""
        found = []
        for name in self.functions:
            if _matches(self.image.text(name), forbidden):
                found.append(f"{title} reach {self.image.text(name)}: {self._way(name)}")
        for name, where in self.instructions.items():
            if f"instruction {name}" in forbidden:
                found.append(f"{title} reach an instruction {name}: {self._way(where)}")
        for function, call, variable in self.unlisted:
            place = f" (through {variable})" if variable else ""
            found.append(
                f"{title} call through a pointer that {self.hooks.path.name} does not list"
                f"{place}: {call} in {self._way(function.name)}")
        return found

    def indirections(self):
        return [f"{where} → {', '.join(names)}" for where, names in sorted(self.listed.items())]

    def _way(self, name):
        """How a function is reached, from the entry on."""
        way = []
        while name is not None:
            way.append(self.image.text(name))
            name = self.functions.get(name)
        return " → ".join(reversed(way))


def _is_switch(instructions, index):
    """Whether a jump is that of a switch: it adds to a table's address what it read there.

    Its targets lie in the same function, all of whose instructions are looked at anyway.
    """
    operands = instructions[index].operands
    if re.match(r"\*(0x[0-9a-f]+)?\(,%r\w+,8\)", operands):
        return True
    register = re.match(r"\*(%r\w+)$", operands)
    if not register:
        return False
    before = instructions[max(0, index - _TABLE_DISTANCE):index]
    reads = any(i.name == "movslq" and re.search(r",4\), ", i.operands) for i in before)
    adds = any(i.name.startswith("add") and i.operands.endswith(register[1]) for i in before)
    return reads and adds


def _matches(text, names):
    # "specialized" and the like go before names that are otherwise the same.
    text = re.sub(r"^(specialized |merged |static |partial apply for )+", "", text)
    if text.endswith(".getter"):
        return False  # What only reads the heap's figures does no harm.
    return any(text.startswith(n[:-1]) if n.endswith("*") else text == n for n in names)
