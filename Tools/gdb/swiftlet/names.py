"""Names of Swift symbols and types, by the toolchain's demangler."""

import ctypes
import functools
import os
import shutil
import subprocess


def _library():
    """The toolchain's library for this, beside the `swift` in PATH; None if it is not there."""
    swift = shutil.which("swift")
    if not swift:
        return None
    folder = os.path.dirname(os.path.dirname(os.path.realpath(swift)))
    try:
        return ctypes.CDLL(os.path.join(folder, "lib", "libswiftDemangle.so"))
    except OSError:
        return None


class _Library:
    """Demangles in this process."""

    def __init__(self, library):
        kinds = [ctypes.c_char_p, ctypes.c_char_p, ctypes.c_size_t]
        self.plain = library.swift_demangle_getDemangledName
        self.simple = library.swift_demangle_getSimplifiedDemangledName
        for function in (self.plain, self.simple):
            function.argtypes, function.restype = kinds, ctypes.c_size_t

    def ask(self, name, simple):
        function, size = self.simple if simple else self.plain, 1024
        while True:
            buffer = ctypes.create_string_buffer(size)
            needed = function(name.encode(), buffer, size)
            if needed < size:
                return buffer.value.decode(errors="replace") if needed else name
            size = needed + 1


class _Process:
    """Demangles by a program that stays, where the library is missing."""

    def __init__(self):
        self.programs = {}

    def ask(self, name, simple):
        if simple not in self.programs:
            words = ["swift-demangle", "-compact"] + (["-simplified"] if simple else [])
            self.programs[simple] = subprocess.Popen(
                words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        program = self.programs[simple]
        program.stdin.write(name + "\n")
        program.stdin.flush()
        return program.stdout.readline().rstrip("\n") or name


class _Nothing:
    """Leaves names as they are, where there is no toolchain."""

    def ask(self, name, simple):
        return name


@functools.lru_cache(None)
def _demangler():
    if library := _library():
        return _Library(library)
    return _Process() if shutil.which("swift-demangle") else _Nothing()


def is_swift(name):
    """Whether a name is one of Swift's."""
    return name.startswith(("$s", "$e", "_$s", "$S"))


@functools.lru_cache(None)
def full(name):
    """A name as `swift demangle` writes it."""
    return _demangler().ask(name, False) if is_swift(name) else name


@functools.lru_cache(None)
def short(name):
    """A function's name for a line of a backtrace: no modules, no types."""
    if not is_swift(name):
        return name
    text = _demangler().ask(name, True)
    for word in ("specialized ", "merged "):
        text = text.replace(word, "")
    return text
