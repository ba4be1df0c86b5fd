"""The entries' own code: what it saves before it calls, and restores before it returns."""

import re

_VECTOR = re.compile(r"%[xyz]mm\d|%st\b|%mm\d")
_SAVES = ("fxsave", "xsave")
_RESTORES = ("fxrstor", "xrstor")
# Where an entry leaves an interrupt to another entry, with everything as it found it.
_NEXT_ENTRIES = {"sampler_next_entry"}
_POINTER = re.compile(r"^\*0x([0-9a-f]+)$")


def check(image):
    """Follows all ways through the entries; returns (complaints, notes)."""
    complaints, called = set(), set()
    roots = image.entries()
    waiting = [
        (i.address, False, False) for root in roots for i in root.instructions if _begins(root, i)]
    by_address = {
        i.address: (f, position) for f in image.functions.values()
        for position, i in enumerate(f.instructions)}
    seen = set()
    while waiting:
        state = waiting.pop()
        if state in seen:
            continue
        seen.add(state)
        address, is_saved, is_forward = state
        function, position = by_address[address]
        instruction = function.instructions[position]
        name = instruction.name
        if name.startswith(_SAVES):
            is_saved = True
        elif name.startswith(_RESTORES):
            is_saved = False
        elif name == "cld":
            is_forward = True
        elif name.startswith("iret"):
            if is_saved:
                complaints.add(f"{function.name} returns without restoring the registers of SSE")
            continue
        elif _VECTOR.search(instruction.operands) and not is_saved:
            complaints.add(f"{function.name} uses the registers of SSE before it saves them")
        if _passes_on(image, instruction):
            if is_saved:
                complaints.add(f"{function.name} passes on without restoring the registers of SSE")
            continue
        target = instruction.target
        leaves = target is not None and not image.function_at(target).is_assembly
        if instruction.is_call or leaves or instruction.is_indirect:
            callee = image.text(image.function_at(target).name) if target else "a pointer"
            called.add(callee)
            if not is_saved:
                complaints.add(
                    f"{function.name} runs {callee} before it saves the registers of SSE")
            if not is_forward:
                complaints.add(f"{function.name} runs {callee} with the direction flag as it was")
            if instruction.is_jump:
                complaints.add(f"{function.name} jumps to {callee}, which cannot return by iretq")
        elif target is not None:
            waiting.append((target, is_saved, is_forward))
        if not instruction.ends:
            following = _next(image, function, position)
            if following is not None:
                waiting.append((following, is_saved, is_forward))
    note = f"entries save the registers of SSE and clear the direction flag before {_list(called)}"
    return sorted(complaints), [note] if not complaints else []


def _begins(root, instruction):
    """Whether an entry may begin at an instruction: the first, or one after another's end.

    The table of entries has one symbol for all of them.
    """
    position = root.instructions.index(instruction)
    return position == 0 or root.instructions[position - 1].ends


def _passes_on(image, instruction):
    """Whether an instruction jumps to the entry that comes next for the same interrupt."""
    found = _POINTER.match(instruction.operands) if instruction.is_jump else None
    return bool(found) and image.variable(int(found[1], 16)) in _NEXT_ENTRIES


def _next(image, function, position):
    if position + 1 < len(function.instructions):
        return function.instructions[position + 1].address
    after = [start for start in image.starts if start > function.address]
    return min(after) if after else None


def _list(names):
    return ", ".join(sorted(names)) or "nothing, as they call nothing"
