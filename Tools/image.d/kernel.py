"""The ELF of a service: built by Tools/build-image, stripped for shipping."""

import os
import pathlib
import re
import shutil
import subprocess

import programs

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Service:
    """A folder with a Service.swift, in this package or outside."""

    def __init__(self, folder):
        self.path = pathlib.Path(folder).resolve()
        if not (self.path / "Service.swift").is_file():
            raise programs.Failure(f"there is no Service.swift in {folder}")
        tests = ROOT / "IntegrationTests"
        self.is_external = not self.path.is_relative_to(tests)
        words = [self.path.name] if self.is_external else self.path.relative_to(tests).parts
        self.name = "-".join(words)

    def build(self):
        """Builds the image; returns the path of its ELF with symbols."""
        arguments, environment = str(self.path.relative_to(ROOT)) if not self.is_external else "", {}
        if self.is_external:
            arguments = environment["SERVICE_PATH"] = self._link()
        done = subprocess.run(
            [ROOT / "Tools" / "build-image", arguments], stdout=subprocess.PIPE, text=True,
            env=os.environ | environment)
        if done.returncode != 0:
            raise programs.Failure(f"{self.path} does not build")
        return pathlib.Path(done.stdout.splitlines()[-1])

    def _link(self):
        """The link by which the package reaches a service outside, as the runner makes it."""
        digest = 0xCBF2_9CE4_8422_2325
        for byte in os.fsencode(self.path):
            digest = ((digest ^ byte) * 0x100_0000_01B3) % (1 << 64)
        relative = pathlib.Path(".swiftlet") / "services" / f"{self.path.name}-{digest:x}"
        link = ROOT / relative
        link.parent.mkdir(parents=True, exist_ok=True)
        link.unlink(missing_ok=True)
        link.symlink_to(self.path)
        return str(relative)


def stripped(elf, copy):
    """A copy of an image without symbols."""
    swift = shutil.which("swift")
    beside = pathlib.Path(swift).resolve().parent / "llvm-objcopy" if swift else None
    tool = beside if beside and beside.exists() else shutil.which("objcopy")
    if tool is None:
        raise programs.Failure("the Swift toolchain, which has llvm-objcopy, is not on the PATH")
    programs.run(tool, "--strip-all", elf, copy)
    _check(copy)
    return copy


def _check(elf):
    """Refuses what GRUB would not boot.

    Source: Multiboot2 Specification 2.0, section 3.1.
    """
    head = elf.read_bytes()[:32768]
    if head[:4] != b"\x7fELF" or not re.search(rb"\xd6\x50\x52\xe8", head):
        raise programs.Failure("the image has no Multiboot 2 header")
