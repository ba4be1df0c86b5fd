"""Commands for Swift values: `print`, `info locals` and `info args` that know them."""

import re

import gdb

from swiftlet import context
from swiftlet import layout
from swiftlet import paths
from swiftlet.dwarf import Tag

_FORMAT = re.compile(r"/(\w+)\s+(.*)$")


def _frame():
    try:
        return gdb.selected_frame()
    except gdb.error:
        return None


def _place(text):
    """What a path means in the selected frame; None if it is no path into Swift values."""
    frame = _frame()
    return None if frame is None else paths.find(text, frame)


def _call(text, from_tty):
    """What `print` does by itself: `call` is left as it is, and says the same."""
    try:
        gdb.execute(f"call {text}", from_tty)
    except gdb.error as error:
        raise gdb.GdbError(str(error)) from None


class Print(gdb.Command):
    """Print the value of an expression, or of a path into Swift values.

Usage: print [[OPTION]... --] [/FMT] [EXP]

A path begins with a variable of a Swift function: query, query.payload[3], self.sockets.count.
Any other expression is evaluated as gdb does it."""

    def __init__(self, name="print"):
        super().__init__(name, gdb.COMMAND_DATA, gdb.COMPLETE_EXPRESSION)

    def invoke(self, text, from_tty):
        form = _FORMAT.match(text)
        place = _place(form[2] if form else text)
        if place is None:
            _call(text, from_tty)
            return
        reader = context.image().reader()
        number = place.number(reader)
        if form and number is not None:
            _call(f"/{form[1]} {number & (1 << 64) - 1:#x}", from_tty)
            return
        shown = place.shown(reader)
        if number is not None and shown.line() == str(number):
            gdb.write(f"${gdb.add_history(gdb.Value(number))} = {number}\n")
        else:
            gdb.write(f"{text.strip()} = {shown.text()}\n")


class _List(gdb.Command):
    """What `info locals` and `info args` have in common."""

    def __init__(self, name, tag, none):
        self.tag, self.none = tag, none
        super().__init__(name, gdb.COMMAND_STATUS)

    def invoke(self, text, from_tty):
        frame = _frame()
        if frame is None:
            raise gdb.GdbError("No frame selected.")
        count = 0
        for name, value in self._swift(frame) or self._others(frame):
            gdb.write(f"{name} = {value}\n")
            count += 1
        if not count:
            gdb.write(f"{self.none}\n")

    def _swift(self, frame):
        found = []
        for variable in context.variables(frame, (self.tag,)):
            try:
                place = paths.Place(variable.type, *variable.read())
                text = place.shown(variable.image.reader()).text()
            except layout.Unknown as error:
                text = f"<{error}>"
            found.append((variable.name, text))
        return found

    def _others(self, frame):
        try:
            block = frame.block()
        except RuntimeError:
            raise gdb.GdbError("No symbol table info available.") from None
        while block is not None and not block.is_global and not block.is_static:
            for symbol in block:
                wanted = symbol.is_argument if self.tag == Tag.FORMAL_PARAMETER \
                    else symbol.is_variable and not symbol.is_argument
                if wanted:
                    yield symbol.print_name, symbol.value(frame)
            if block.function:
                return
            block = block.superblock


class Locals(_List):
    """All local variables of the selected frame, those of Swift as Swift shows them."""


class Arguments(_List):
    """All arguments of the selected frame, those of Swift as Swift shows them."""


class Swift(gdb.Function):
    """$swift("path"): the number or the text that a path into Swift values leads to.

For conditions and displays: break Service.swift:18 if $swift("query.source.port") == 53"""

    def __init__(self):
        super().__init__("swift")

    def invoke(self, path):
        text = path.string()
        place = _place(text)
        if place is None:
            raise gdb.GdbError(f"{text} is no variable of a Swift function here")
        reader = context.image().reader()
        number = place.number(reader)
        return place.shown(reader).line() if number is None else number


def install():
    """Registers the commands."""
    Print()
    Locals("info locals", Tag.VARIABLE, "No locals.")
    Arguments("info args", Tag.FORMAL_PARAMETER, "No arguments.")
    Swift()
