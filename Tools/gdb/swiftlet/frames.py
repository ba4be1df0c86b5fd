"""Backtraces with the names that people write."""

import gdb
from gdb.FrameDecorator import FrameDecorator

from swiftlet import names
from swiftlet import values


class _Argument:
    """An argument whose value is not gdb's own."""

    def __init__(self, symbol, value):
        self._symbol, self._value = symbol, value

    def symbol(self):
        return self._symbol

    def value(self):
        return self._value


class SwiftFrame(FrameDecorator):
    """A frame whose function is shown demangled, and whose numbers are Swift's."""

    def function(self):
        found = super().function()
        # gdb gives an address where it knows no name.
        return names.short(found) if isinstance(found, str) else found

    def frame_args(self):
        given = super().frame_args()
        try:
            return given and list(self._numbers(given))
        except (gdb.error, *values.TROUBLE):
            return given

    def _numbers(self, given):
        """Arguments that are one number; gdb shows others as `...`, as it does by default."""
        from swiftlet import context
        from swiftlet import paths
        frame, known = self.inferior_frame(), {}
        for variable in context.variables(frame):
            try:
                place = paths.Place(variable.type, *variable.read())
                known[variable.name] = place.number(variable.image.reader())
            except values.TROUBLE:
                continue
        for argument in given:
            symbol = argument.symbol()
            number = known.get(symbol.name if hasattr(symbol, "name") else symbol)
            yield argument if number is None else _Argument(symbol, number)



class SwiftFrames:
    """The filter that makes all frames such."""

    def __init__(self):
        self.name, self.priority, self.enabled = "swiftlet", 100, True
        gdb.frame_filters[self.name] = self

    def filter(self, frames):
        # Below a task's first function lies nothing: its frame has no caller.
        return map(SwiftFrame, (f for f in frames if f.inferior_frame().pc()))


class Stops:
    """Says the name of the function in which the guest has stopped, where gdb shows it mangled.

    gdb 13 asks nobody for a name in what it prints at a stop: frame filters are for backtraces, and its
    demanglers are built in. So the name follows on a line of its own, where the function is another one
    than at the stop before, or a breakpoint or a signal is the reason."""

    def __init__(self):
        self.last = None
        gdb.events.stop.connect(self.tell)

    def tell(self, event):
        try:
            name = gdb.newest_frame().name()
        except gdb.error:
            return
        last, self.last = self.last, name
        if name is None or (name == last and type(event) is gdb.StopEvent):
            return
        short = names.short(name)
        if short != name:
            gdb.write(f"in {short}\n")
