"""A network of our own: a namespace, and one TAP device per guest."""

import ctypes
import fcntl
import os
import struct
import time

from building import Failure, output

GUEST = "10.0.0.42"
GUEST_MAC = "52:54:00:00:00:42"
HOST = "10.0.0.1"
DEVICE = "tap0"
BOOT_QUEUE = 4

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_TUNSETIFF = 0x400454CA
_IFF_TAP, _IFF_NO_PI, _IFF_VNET_HDR = 0x0002, 0x1000, 0x4000


def enter_namespace():
    """Moves this process, and all that it starts from now on, into a network of its own.

    Without root, it becomes root of a user namespace of its own first.
    """
    user, group = os.getuid(), os.getgid()
    flags = _CLONE_NEWNET | (_CLONE_NEWUSER if user != 0 else 0)
    library = ctypes.CDLL(None, use_errno=True)
    if library.unshare(flags) != 0:
        reason = os.strerror(ctypes.get_errno())
        raise Failure(f"cannot make a network namespace: {reason}")
    if user != 0:
        _write("/proc/self/setgroups", "deny")
        _write("/proc/self/uid_map", f"0 {user} 1")
        _write("/proc/self/gid_map", f"0 {group} 1")
    _ip("link", "set", "lo", "up")
    # A client's end of a connection to a guest that is gone would repeat its farewell for minutes, and the
    # next guest has the same address: a thousand of them once tripled what an echo took there.
    _write("/proc/sys/net/ipv4/tcp_orphan_retries", "1")


class Tap:
    """A fresh TAP device with the host's address; QEMU gets its descriptor."""

    def __init__(self):
        try:
            self.descriptor = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        except OSError as error:
            raise Failure(f"cannot open /dev/net/tun: {error.strerror}") from None
        try:
            self._set_up()
        except (OSError, Failure) as error:
            os.close(self.descriptor)
            raise Failure(f"cannot set {DEVICE} up: {error}") from None

    def _set_up(self):
        flags = _IFF_TAP | _IFF_NO_PI | _IFF_VNET_HDR
        request = struct.pack("16sH14x", DEVICE.encode(), flags)
        fcntl.ioctl(self.descriptor, _TUNSETIFF, request)
        # Nothing may reach the guest but what is measured: no router solicitations, no ARP.
        _write(f"/proc/sys/net/ipv6/conf/{DEVICE}/disable_ipv6", "1")
        _ip("addr", "add", f"{HOST}/24", "dev", DEVICE)
        # A short queue while the guest boots: else hundreds of polls wait there for it.
        _ip("link", "set", DEVICE, "txqueuelen", str(BOOT_QUEUE), "up")
        # What is left of connections to the guest before may have asked for its address by now.
        _ip("neigh", "replace", GUEST, "lladdr", GUEST_MAC, "dev", DEVICE, "nud", "permanent")

    def prepare_for_load(self):
        """Makes room for as many packets as clients have outstanding."""
        _ip("link", "set", DEVICE, "txqueuelen", "1000")

    def close(self):
        """Removes the device; waits until its name is free for the next guest."""
        os.close(self.descriptor)
        # With thousands of connections that takes seconds.
        limit = time.monotonic() + 60
        while os.path.exists(f"/proc/sys/net/ipv4/conf/{DEVICE}") and time.monotonic() < limit:
            time.sleep(0.002)


def _ip(*arguments):
    output(["ip", *arguments])


def _write(path, text):
    with open(path, "w") as file:
        file.write(text)
