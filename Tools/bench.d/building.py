"""Builds what is measured: images, the runner, the counting plugin."""

import functools
import os
import pathlib
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCRATCH = ROOT / ".build" / "bench"
# QEMU's exit status when the guest writes `ExitCode.clean`: Sources/Telemetry/Panic/ExitCode.swift.
CLEAN_EXIT = 33


class Failure(Exception):
    """Something that a person must see to; the text fits after "error: "."""


def output(arguments, **options):
    """Runs a program to its end and returns what it wrote; a failure carries its complaints."""
    try:
        done = subprocess.run(arguments, capture_output=True, text=True, cwd=ROOT, **options)
    except FileNotFoundError:
        raise Failure(f"{arguments[0]} is missing; Tools/bootstrap installs it") from None
    if done.returncode != 0:
        tail = "\n".join((done.stdout + done.stderr).splitlines()[-20:])
        raise Failure(f"{' '.join(map(str, arguments))} ended with {done.returncode}:\n{tail}")
    return done.stdout


def tool(name):
    """A program that comes with the Swift toolchain, such as llvm-objcopy."""
    swift = shutil.which("swift")
    if swift is None:
        raise Failure("swift is not on the PATH")
    path = pathlib.Path(swift).resolve().parent / name
    if not path.exists():
        raise Failure(f"the Swift toolchain has no {name}: {path} is missing")
    return path


def image(service, tools=None):
    """Builds the image of a service, such as "dns"; returns the path of its ELF with symbols.

    tools   the words of the environment variable TOOLS; None: those of the service's test.yaml
    """
    environment = os.environ if tools is None else os.environ | {"TOOLS": tools}
    printed = output(["Tools/build-image", f"IntegrationTests/{service}"], env=environment)
    return pathlib.Path(printed.splitlines()[-1])


def stripped(path):
    """A copy of an image without symbols, as it would be shipped."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    copy = SCRATCH / f"{path.name}.stripped"
    output([tool("llvm-objcopy"), "--strip-all", path, copy])
    return copy


@functools.cache
def firmware():
    """Assembles the firmware with which the runner starts a microvm; returns its path."""
    SCRATCH.mkdir(parents=True, exist_ok=True)
    path = SCRATCH / "firmware.rom"
    # Under another name first: another bench may start a guest with it.
    fresh = path.with_suffix(f".{os.getpid()}.part")
    output(["Tools/firmware/make", fresh])
    fresh.rename(path)
    return path


def runner():
    """Builds the runner as it is released, or takes that which RUNNER names; returns its path."""
    if "RUNNER" in os.environ:
        return pathlib.Path(os.environ["RUNNER"]).resolve()
    return released("testrunner")


def profiler():
    """Builds the profiler as it is released; returns its path."""
    return released("profiler")


def released(product):
    """Builds a program with optimisation; returns its path."""
    release = ["swift", "build", "--configuration", "release"]
    output([*release, "--product", product])
    return pathlib.Path(output([*release, "--show-bin-path"]).strip()) / product


def plugin(name="counter"):
    """Compiles a plugin for QEMU, unless that is done; returns its path."""
    return compiled(name, ".so", "-shared", "-fPIC", "-fvisibility=hidden")


def compiled(name, suffix, *flags):
    """Compiles a C file that lies here, unless that is done; returns the result's path."""
    source = pathlib.Path(__file__).with_name(f"{name}.c")
    result = SCRATCH / f"{name}{suffix}"
    if result.exists() and result.stat().st_mtime > source.stat().st_mtime:
        return result
    SCRATCH.mkdir(parents=True, exist_ok=True)
    # Under another name first: a copy that QEMU has mapped must not change.
    fresh = result.with_suffix(f".{os.getpid()}.part")
    compiler = shutil.which("cc") or tool("clang")
    output([compiler, "-O2", "-Wall", "-Wextra", "-Werror", *flags, "-o", fresh, source])
    fresh.rename(result)
    return result
