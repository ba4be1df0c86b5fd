"""Bytes of the images as they would be shipped."""

import re
import struct

import building
import linkmap

_PT_LOAD = 1
_EXECUTABLE, _WRITABLE = 1, 2


def measure(bench):
    for service in ("dns", "hello"):
        image = building.stripped(building.image(service))
        size = image.stat().st_size
        bench.report.add(f"size.{service}", size)
        parts = _contents(image.read_bytes())
        parts["headers and padding"] = size - sum(parts.values())
        bench.report.detail(f"size.{service}", parts)
        bench.say("    " + ", ".join(f"{bytes_:,} {name}" for name, bytes_ in parts.items()))
        if bench.options.by_module:
            _show_modules(bench, service)
    measure_tools(bench, {"gdb": "size.gdb", "sampler": "sampler.size"})
    measure_absence(bench)


def measure_tools(bench, keys):
    """What an image has more that is linked with a tool, by the tool's name."""
    # The image lies in one place whatever it is linked with: that without any tool comes last, as
    # whoever comes next wants it.
    sizes = {tool: building.stripped(building.image("dns", tools=tool)).stat().st_size
             for tool in [*keys, ""]}
    for tool, key in keys.items():
        bench.report.add(key, sizes[tool] - sizes[""])


def measure_absence(bench):
    """What of the sampler is in an image without it."""
    names = building.output([building.tool("llvm-nm"), building.image("dns", tools="")])
    left = re.findall(r"kernel_sample|\bsampler_|7Sampler|8Sampling", names)
    bench.report.add("sampler.absent", len(left))


def _show_modules(bench, service):
    """A line per module: what of the image comes from it, alignment left out."""
    modules = linkmap.by_module(service)
    bench.report.detail(f"size.{service}.modules", modules)
    kinds = ("code", "constants", "data")
    bench.say("    " + "".join(f"{kind:>10}" for kind in ("bytes", *kinds)) + "  module")
    for name, sizes in modules.items():
        figures = [sum(sizes.values()), *(sizes[kind] for kind in kinds)]
        bench.say("    " + "".join(f"{figure:10,}" for figure in figures) + f"  {name}")


def _contents(elf):
    """Bytes of an image by what they are, from its program headers.

    Source: System V ABI, chapter 5, ELF-64.
    """
    table, = struct.unpack_from("<Q", elf, 32)
    entry_size, count = struct.unpack_from("<HH", elf, 54)
    found = {"code": 0, "constants": 0, "data": 0}
    for index in range(count):
        kind, flags = struct.unpack_from("<II", elf, table + index * entry_size)
        size, = struct.unpack_from("<Q", elf, table + index * entry_size + 32)
        if kind == _PT_LOAD:
            name = "code" if flags & _EXECUTABLE else "data" if flags & _WRITABLE else "constants"
            found[name] += size
    return found
