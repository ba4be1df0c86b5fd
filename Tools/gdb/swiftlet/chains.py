"""Where a task goes on, as lines of a backtrace: functions, files, lines."""

import os

import gdb

from swiftlet import names
from swiftlet.dwarf import At

_ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
# Rows of the line table that are looked at for the first that has a line.
_MOST_ROWS = 64


def frames(image, place):
    """The functions that a place in code is in, those first that are part of others there."""
    scopes, entries = image.scopes(place), image.entries
    if not scopes:
        return [_symbol(place)]
    functions, line = _functions(place), gdb.find_pc_line(place)
    if len(functions) != len(scopes):
        functions = [None] * len(scopes)
    found = []
    for index in range(len(scopes) - 1, -1, -1):
        scope, function = scopes[index][0], functions[index]
        name = names.short(entries.get(scope, At.LINKAGE) or entries.get(scope, At.NAME) or "?")
        if index < len(scopes) - 1:
            # The call is in the function's own file.
            where = function and (
                function.symtab.filename, entries.own(scopes[index + 1][0], At.CALL_LINE))
        elif line.symtab is not None and line.line and image.begin(place) <= line.pc:
            where = line.symtab.filename, line.line
        else:
            where = _first(image, place)
        found.append(f"{name} at {_short(where[0])}:{where[1]}" if where and where[1] else name)
    return found


def _symbol(place):
    """What the linker calls a place that no debug information is of."""
    said = gdb.execute(f"info symbol {place:#x}", to_string=True)
    name = said.split(" in section", 1)[0].split(" + ", 1)[0].strip()
    return f"{place:#x}" if said.startswith("No symbol") else names.short(name)


def _functions(place):
    """The symbols of those functions, the outermost first."""
    found, block = [], gdb.block_for_pc(place)
    while block is not None and not block.is_static and not block.is_global:
        if block.function is not None:
            found.append(block.function)
        block = block.superblock
    return found[::-1]


def _first(image, place):
    """The first line of a function's own from a place on, where the compiler gives the place itself none:
    what it adds by itself has no line, and gdb would show that of whatever comes before it."""
    end = image.end(place)
    for _ in range(_MOST_ROWS):
        line = gdb.find_pc_line(place)
        if line.pc == place and line.symtab is not None and line.line and len(image.scopes(place)) == 1:
            return line.symtab.filename, line.line
        if not line.last or not place <= line.last < end - 1:
            return None
        place = line.last + 1
    return None


def _short(file):
    """A file's name from the package's folder on."""
    return file.removeprefix(_ROOT + os.sep)
