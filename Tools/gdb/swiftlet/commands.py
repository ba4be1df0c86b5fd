"""Commands for Swift values: `print`, `info locals` and `info args` that know them."""

import re

import gdb

from swiftlet import context
from swiftlet import names
from swiftlet import paths
from swiftlet import values
from swiftlet.dwarf import At, Tag

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
            except values.TROUBLE as error:
                text = f"<{values.trouble(error)}>"
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


class Break(gdb.Command):
    """Set a breakpoint at the Swift functions of a name: sbreak NAME [if CONDITION]

NAME is what backtraces show, without its parameters: add, UDPReceiver.take, DNSService.start."""

    def __init__(self):
        super().__init__("sbreak", gdb.COMMAND_BREAKPOINTS)

    def invoke(self, text, from_tty):
        name, _, condition = text.partition(" if ")
        found = self.addresses(name.strip())
        if not found:
            raise gdb.GdbError(f"no Swift function is named {name.strip()}")
        made = []
        try:
            for address in found:
                made.append(gdb.Breakpoint(f"*{address:#x}"))
                if condition:
                    made[-1].condition = condition
        except gdb.error as error:
            # One without its condition would stop the guest always.
            for breakpoint in made:
                breakpoint.delete()
            raise gdb.GdbError(str(error)) from None

    def complete(self, text, word):
        known = context.image()
        return [n for n in self._names(known) if n.startswith(text)] if known else []

    @staticmethod
    def _names(known):
        return {names.short(known.entries.get(o, At.LINKAGE, "")).split("(")[0]
                for _, _, o in known.functions}

    @staticmethod
    def addresses(wanted):
        """Where functions of a name begin, behind what sets up their frames."""
        known = context.image()
        exact, ending = [], []
        for begin, _, offset in known.functions if known else ():
            name = names.short(known.entries.get(offset, At.LINKAGE, ""))
            plain = name.split("(")[0].removeprefix("static ")
            if wanted in (name, plain):
                exact.append(begin)
            elif plain.endswith("." + wanted):
                ending.append(begin)
        return [_behind_prologue(begin) for begin in exact or ending]


def _behind_prologue(begin):
    """The address of a function's second line, where gdb itself would stop."""
    try:
        lines = [e for e in gdb.find_pc_line(begin).symtab.linetable()
                 if begin <= e.pc < begin + 64]
    except (gdb.error, AttributeError):
        return begin
    later = sorted(e.pc for e in lines if e.pc > begin and e.line)
    return later[0] if later else begin


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
    Break()
    Swift()
