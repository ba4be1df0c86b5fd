"""Runs the programs that images are made with."""

import os
import shutil
import subprocess

# The Debian package of each program.
PACKAGES = {
    "grub-mkimage": "grub-common",
    "mformat": "mtools",
    "mmd": "mtools",
    "mcopy": "mtools",
    "qemu-img": "qemu-utils",
    "sfdisk": "fdisk",
    "xorriso": "xorriso",
}

# Where Debian keeps programs that it thinks are for administrators only.
_PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])


class Failure(Exception):
    """Something that a person must see to; the text fits after "error: "."""


class Missing(Failure):
    """A program or file that is not installed."""

    def __init__(self, what, package):
        super().__init__(f"{what} is missing; Tools/bootstrap installs it (package {package})")


def require(names):
    """Refuses to begin what could not be ended."""
    for name in names:
        if shutil.which(name, path=_PATH) is None:
            raise Missing(name, PACKAGES[name])


def run(*arguments, text=None):
    """Runs a program to its end and returns what it wrote; a failure carries its complaints."""
    words = [str(argument) for argument in arguments]
    path = shutil.which(words[0], path=_PATH)
    if path is None:
        raise Failure(f"{words[0]} is missing")
    # The date inside is that of the build, and messages are in one language.
    environment = os.environ | {"LC_ALL": "C", "MTOOLS_SKIP_CHECK": "1"}
    done = subprocess.run(
        [path, *words[1:]], input=text, capture_output=True, text=True, env=environment)
    if done.returncode != 0:
        tail = "\n".join((done.stdout + done.stderr).splitlines()[-20:])
        raise Failure(f"{' '.join(words)} ended with {done.returncode}:\n{tail}")
    return done.stdout


def move(source, target):
    """Puts a file in its place at once, so that nobody ever sees half of it."""
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        # Keeps the holes of a sparse file.
        run("cp", "--sparse=always", source, beside)
        beside.replace(target)
    except OSError as error:
        raise Failure(f"cannot write {target}: {error.strerror}") from None
    finally:
        beside.unlink(missing_ok=True)
