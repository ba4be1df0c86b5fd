"""The guests that the figures are compared with, and how QEMU starts each."""

import dataclasses
import functools
import os
import shutil
import subprocess

import building
import journal
import origin
import tsc
from guest import QEMU
from network import GUEST, GUEST_MAC, HOST

FOLDER = building.ROOT / ".build" / "peers"

# Everything on the smallest machine that QEMU has: no PCI, no ACPI, no firmware to speak of. Linux has
# QEMU's smallest, which loads its initial files, too; ours enters an image and does nothing else.
MICROVM = [
    "-M", "microvm,pit=on,pic=off,rtc=off,isa-serial=on,acpi=off", "-bios", "qboot.rom",
    "-global", "virtio-mmio.force-legacy=false",
    "-device", f"virtio-net-device,netdev=n0,mac={GUEST_MAC}"]
# Linux without ACPI hears its devices through the old interrupt controller.
MICROVM_PIC = [MICROVM[0], MICROVM[1].replace("pic=off,rtc=off", "pic=on,rtc=on"), *MICROVM[2:]]
PC = ["-M", "pc", "-device", f"virtio-net-pci,netdev=n0,mac={GUEST_MAC}"]
COMMON = ["-nodefaults", "-no-user-config", "-display", "none", "-serial", "none"]


@dataclasses.dataclass(frozen=True)
class Subject:
    """A guest that does a job.

    key      how figures are named
    title    how the table calls it
    machine  QEMU's words for the machine
    kernel   what QEMU loads
    files    the initial files; none if the kernel needs none
    words    the kernel's command line
    start    more of it, where the start alone matters
    memory   megabytes with which it is measured, other than its smallest
    """

    key: str
    title: str
    machine: tuple
    kernel: str
    files: str = ""
    words: str = ""
    start: str = ""
    memory: int = 64

    def command_line(self, memory=None, extra=(), words="", is_starting=False):
        """QEMU's arguments but for the network's descriptor.

        is_starting   whether nothing but its start is measured, or whether it starts at all
        """
        files = ["-initrd", self.files] if self.files else []
        clock = f"tsc_early_khz={self._clock(extra)}" if self.files else ""
        start = self.start if is_starting else ""
        said = " ".join(filter(None, (self.words, start, clock, words)))
        # A Linux that found no timer worth having starts anew (Tools/peers/init).
        once = [] if self.files else ["-no-reboot"]
        return [
            QEMU, "-accel", "tcg", *self.machine, "-m", str(memory or self.memory), *COMMON, *once,
            "-kernel", self.kernel, *files, "-append", said, *extra]

    @staticmethod
    def _clock(extra):
        """How fast the time-stamp counter runs, in kHz.

        Linux would measure that as it starts, and fails now and then, as TCG answers the old timer too
        late: it is left with ticks of 4 ms for all its timers.
        """
        return tsc.COUNTED if "-icount" in extra else tsc.kilohertz()

    def image_bytes(self):
        """Bytes that QEMU loads: without symbols."""
        sizes = [os.stat(self.files).st_size] if self.files else []
        kernel = self.kernel if self.files else building.stripped(building.pathlib.Path(self.kernel))
        return sum(sizes) + os.stat(kernel).st_size


# Programs whose bytes are part of a guest's files, which are packed anew each time.
PROGRAMS = ("/bin/busybox", "/usr/sbin/rbldnsd", "/usr/sbin/nginx")
# Of the bench's own code that which only shows what was measured.
SHOWING = ("pages.py", "table.py", "plot.py", "budget.py", "baseline.py", "explanation.py", "histogram.py",
           "elsewhere.py", "figure.py", "losses.py", "origin.py", "results.py")


def identity(groups, *words):
    """What figures of guests depend on: their kernels, programs and packages, QEMU, and how it is measured."""
    guests = [guest for group in groups for guest in group]
    said = [(guest.machine, guest.words, guest.start, guest.memory) for guest in guests]
    return journal.identity(ingredients(guests), *words, said, origin.packages())


def ingredients(guests):
    """The files that figures of guests depend on; what this machine does not have is left out."""
    kernels = sorted({guest.kernel for guest in guests})
    folder = building.ROOT / "Tools/bench.d"
    code = [path for path in sorted([*folder.glob("*.[pc]*"), *folder.glob("parts/*.py")])
            if path.is_file() and path.name not in SHOWING]
    tools = [shutil.which(QEMU), shutil.which("dnsperf"), shutil.which("wrk"), *PROGRAMS]
    return [*kernels, building.firmware(), *sorted((building.ROOT / "Tools/peers").iterdir()), *code,
            *(path for path in tools if path and os.path.exists(path))]


@functools.cache
def _build():
    # What it says goes to the terminal: it takes minutes.
    if (status := subprocess.run(["Tools/peers/build"], cwd=building.ROOT).returncode) != 0:
        raise building.Failure(
            f"Tools/peers/build ended with {status}: the Linux guests are not built (above is why)")


def swiftlet(service):
    """One of our own services."""
    return swiftlet_image(building.image(service))


def swiftlet_image(path):
    """An image of ours."""
    # What a stub and a shut-down need is on this machine, too: isa-debug-exit.
    own = [str(building.firmware()) if x == "qboot.rom" else x for x in MICROVM]
    machine = (*own, "-device", "isa-debug-exit,iobase=0xf4,iosize=4")
    return Subject(
        "swiftlet", "Swiftlet", machine, str(path),
        words=f"address={GUEST}/24 gateway={HOST}", memory=32)


def linux(job):
    """The Linux guests that do a job: cut down to it, and Debian's kernel for clouds."""
    _build()
    words = f"job={job} quiet mitigations=off random.trust_cpu=on tsc=reliable reboot=t"
    # To find out how fast the processor's timer runs takes Linux a quarter of a second. The old one need not
    # be measured, but has at most 27 ms a shot: an idle guest would wake 36 times a second. So a start rings
    # by the old one, and everything else by the processor's. No start is begun anew (Tools/peers/init).
    small = Subject(
        "small", "Linux, cut down", tuple(MICROVM_PIC), str(FOLDER / "small" / "vmlinux"),
        str(FOLDER / f"small-{job}.cpio"), words, "nolapic_timer start", 96)
    cloud = Subject(
        "cloud", "Debian cloud kernel", tuple(PC), str(FOLDER / "cloud" / "vmlinuz"),
        str(FOLDER / f"cloud-{job}.cpio"), words, "start", 192)
    return [small, cloud]
