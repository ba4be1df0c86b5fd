"""What of an image comes from which module, from the linker's map."""

import collections
import pathlib
import re

import building

# Address, load address, size, alignment, and a text: a section of the image begins at once, one of an
# object file is indented by eight.
_LINE = re.compile(r"^\s*[0-9a-f]+\s+[0-9a-f]+\s+([0-9a-f]+)\s+\d+ (\s*)(.*)$")
_KINDS = {".text": "code", ".rodata": "constants", ".data": "data"}


def by_module(service):
    """Bytes of a service's image: {module: {"code": n, "constants": n, "data": n}}."""
    building.SCRATCH.mkdir(parents=True, exist_ok=True)
    path = building.SCRATCH / f"{service.replace('/', '_')}.map"
    building.output([
        "Tools/build-image", f"IntegrationTests/{service}", "-Xlinker", f"-Map={path}"])
    found = collections.defaultdict(collections.Counter)
    kind = None
    for line in pathlib.Path(path).read_text(errors="replace").splitlines():
        if not (parsed := _LINE.match(line)):
            continue
        if not parsed[2]:
            kind = _KINDS.get(parsed[3])
        elif kind and len(parsed[2]) == 8:
            found[_module(parsed[3])][kind] += int(parsed[1], 16)
    return dict(sorted(found.items(), key=lambda item: -sum(item[1].values())))


def _module(section):
    """The module that a section of an object file, `path:(section)`, comes from."""
    if found := re.search(r"/(\w+)\.build/[^/]+:\(", section):
        return found[1]
    if found := re.search(r"/lib(\w+)\.a\(", section):
        return found[1]
    return "strings and constants of all"
