"""One guest in QEMU, and what can be asked of it without its help."""

import ctypes
import functools
import json
import mmap
import os
import signal
import socket
import struct
import subprocess
import tempfile
import time

import building
import usage
from building import Failure
from network import GUEST, GUEST_MAC, HOST, Tap

QEMU = os.environ.get("QEMU", "qemu-system-x86_64")
MEMORY = 16

# The order of `Counter` in Sources/Telemetry/Statistics/Counter.swift.
COUNTERS = (
    "heapBytesInUse", "heapPeakBytes", "allocations", "frees", "framesReceived", "framesSent",
    "drops", "timerInterrupts", "deviceInterrupts", "wakeups")
STATISTICS_BYTES = 256

_PR_SET_PDEATHSIG = 1
_library = ctypes.CDLL(None)


def command_line(kernel, memory, extra=()):
    """QEMU's arguments but for the network's descriptor: the smallest machine, and only TCG."""
    return [
        QEMU, "-accel", "tcg", "-M", "microvm,pit=on,pic=off,rtc=off,isa-serial=on,acpi=off",
        "-bios", str(building.firmware()), "-global", "virtio-mmio.force-legacy=false",
        "-device", f"virtio-net-device,netdev=n0,mac={GUEST_MAC}", "-m", str(memory),
        "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot", "-serial", "none",
        "-device", "isa-debug-exit,iobase=0xf4,iosize=4", "-kernel", str(kernel),
        "-append", f"address={GUEST}/24 gateway={HOST}", *extra]


class Guest:
    """A running guest. Use it in a `with`: whatever happens, QEMU and its TAP end with it."""

    def __init__(self, kernel, memory=MEMORY, extra=(), monitor=False, arguments=None):
        """Starts QEMU: with a kernel of ours, or with arguments that another guest needs."""
        self.complaints = tempfile.TemporaryFile()
        self.monitor_link, theirs = socket.socketpair()
        self.tap = Tap()
        arguments = list(arguments or command_line(kernel, memory, extra))
        arguments += ["-netdev", f"tap,id=n0,fd={self.tap.descriptor},vhost=off"]
        if monitor:
            arguments += ["-chardev", f"socket,id=qmp,fd={theirs.fileno()}"]
            arguments += ["-mon", "chardev=qmp,mode=control"]
        # Written by the child as it becomes QEMU: what it takes to make a child of ours is not QEMU's.
        moment = mmap.mmap(-1, 8)
        try:
            self.process = subprocess.Popen(
                arguments, pass_fds=[self.tap.descriptor, theirs.fileno()],
                stdin=subprocess.DEVNULL, stdout=self.complaints, stderr=self.complaints,
                preexec_fn=functools.partial(_become_guest, moment))
        except FileNotFoundError:
            self.tap.close()
            raise Failure(f"{QEMU} is missing; Tools/bootstrap installs it") from None
        theirs.close()
        self.started, = struct.unpack("d", moment)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.is_running():
            self.process.kill()
        self.process.wait()
        self.monitor_link.close()
        self.tap.close()
        self.complaints.close()

    def is_running(self):
        return self.process.poll() is None

    def wait(self, seconds):
        """QEMU's exit status once the guest has ended; None if that takes longer."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def resident_megabytes(self):
        """What QEMU takes of the host's memory."""
        with open(f"/proc/{self.process.pid}/status") as file:
            line = next(line for line in file if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024

    def window(self, clients=()):
        """Begins to measure what QEMU and others use; clients that run on are named by their ids."""
        return usage.Window(self.process.pid, clients)

    def end_note(self):
        """Why there is no answer, as far as QEMU tells."""
        self.complaints.seek(0)
        said = self.complaints.read().decode(errors="replace").strip()[-300:]
        status = self.process.poll()
        state = "is running" if status is None else f"ended with {status}"
        return f"QEMU {state}" + (f": {said}" if said else "")

    @functools.cached_property
    def monitor(self):
        return Monitor(self.monitor_link)

    def counters(self, image):
        """The kernel's counters by name, read from the guest's memory; it needs the monitor."""
        bytes_ = self.monitor.memory(image.address("kernel_statistics"), STATISTICS_BYTES)
        magic, version, count = struct.unpack_from("<8sII", bytes_)
        if magic != b"SWFTSTAT" or version != 1:
            raise Failure("the guest's memory holds no counters at kernel_statistics")
        return dict(zip(COUNTERS, struct.unpack_from(f"<{count}Q", bytes_, 16)))


class Monitor:
    """QEMU's machine protocol on a socket."""

    def __init__(self, connection):
        connection.settimeout(10)
        self.lines = connection.makefile("rw")
        self.lines.readline()
        self.ask("qmp_capabilities")

    def ask(self, command, **arguments):
        """Sends a command and returns its answer; events in between are skipped."""
        self.lines.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self.lines.flush()
        while line := self.lines.readline():
            message = json.loads(line)
            if "error" in message:
                raise Failure(f"QEMU refuses {command}: {message['error']['desc']}")
            if "return" in message:
                return message["return"]
        raise Failure(f"QEMU ended during {command}")

    def memory(self, address, size):
        """Bytes of the guest's physical memory."""
        with tempfile.NamedTemporaryFile() as file:
            self.ask("pmemsave", val=address, size=size, filename=file.name)
            return file.read()


def _become_guest(moment):
    """Ties QEMU's life to ours, even if we are killed, and notes the time. Runs in the child."""
    _library.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    struct.pack_into("d", moment, 0, time.monotonic())
