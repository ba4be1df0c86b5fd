"""The committed list of what calls through pointers may lead to."""

import fnmatch
import pathlib

from image import Failure

DEFAULT = pathlib.Path(__file__).with_name("hooks.txt")


class Hooks:
    """Lines `where -> target`; several lines for one place add up.

    `where` is the name of the variable that holds the pointer, if the call goes through one; else that
    of the function that calls. A target is a function's name, as `swift demangle --simplified` writes
    it, or `argument`: the function calls what its callers hand to it, and a function whose address a
    caller takes counts as called. Both may have the wildcards of a shell.
    """

    def __init__(self, path=None):
        self.path = pathlib.Path(path) if path else DEFAULT
        self.lines = []
        self.used = set()
        for number, line in enumerate(self.path.read_text().splitlines(), 1):
            line = line.split("#  ")[0].strip()
            if not line or line.startswith("# "):
                continue
            where, arrow, target = line.partition(" -> ")
            if not arrow:
                raise Failure(f"{self.path}:{number}: a line must be `where -> target`")
            self.lines.append((where.strip(), target.strip()))

    def targets(self, image, function, variable):
        """What a call leads to: functions of the image; None if the list does not say.

        Targets that an image does not have are left out: the linker drops what nobody stores there.
        """
        names = [image.text(function.name)] + ([variable] if variable else [])
        lines = [line for line in self.lines if any(_matches(name, line[0]) for name in names)]
        if not lines:
            return None
        found = []
        for line in lines:
            if line[1] == "argument":
                self.used.add(line)
                continue
            matching = [f for f in image.functions.values()
                        if _matches(image.text(f.name), line[1])]
            if matching:
                self.used.add(line)
            found += matching
        return found

    def takes_argument(self, image, function):
        """Whether a function calls what its callers hand to it, which is followed from there."""
        return any(target == "argument" and _matches(image.text(function.name), where)
                   for where, target in self.lines)

    def unused(self):
        """Lines that no image so far had a call and a target for."""
        return [line for line in self.lines if line not in self.used]


def _matches(name, pattern):
    # Brackets are part of names, not of the pattern.
    return fnmatch.fnmatchcase(name, pattern.replace("[", "[[]"))
