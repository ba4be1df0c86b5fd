"""Services for the runner, each with a folder and a manifest of its own, that share one image.

They lie outside IntegrationTests, where the runner keeps each service's image by itself: links to one
spare the minutes of building it so often, and leave finding, reading and planning to be timed.
"""

import contextlib
import os
import pathlib
import shutil

import building

MANIFEST = """\
description: service {number} of a suite says hello and ends well
machine: microvm
steps:
  - console: hello, world
  - console: goodbye
  - exit: 0
"""


@contextlib.contextmanager
def made(count, image):
    """A folder with so many services, as long as it is needed."""
    folder = building.SCRATCH / "suite"
    kept = building.ROOT / ".swiftlet/images"
    links = []
    try:
        shutil.rmtree(folder, ignore_errors=True)
        kept.mkdir(parents=True, exist_ok=True)
        for number in range(count):
            service = folder / f"hello-{number:02}"
            service.mkdir(parents=True)
            shutil.copy2(building.ROOT / "IntegrationTests/hello/Service.swift", service)
            (service / "test.yaml").write_text(MANIFEST.format(number=number))
            links += _link(image, kept / f"{service.name}-{path_hash(service)}")
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        for link in links:
            link.unlink(missing_ok=True)


def _link(image, name):
    """Puts an image where the runner looks for that of a service, and the note that says so.

    Sources/TestRunner/Library/Build/ImageBuilder.swift, imagePath and stampPath.
    """
    place, note = pathlib.Path(f"{name}.release.elf"), pathlib.Path(f"{name}.inputs")
    place.unlink(missing_ok=True)
    os.link(image, place)
    status = place.stat()
    note.write_text(f"the image\t{status.st_size}\t{status.st_mtime_ns}\n")
    return place, note


def path_hash(path):
    """A short name for a path, as the runner has it: FNV-1a."""
    value = 0xCBF29CE484222325
    for byte in str(path).encode():
        value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{value:x}"
