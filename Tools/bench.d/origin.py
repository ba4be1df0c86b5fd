"""Where results come from: when, of which commit, on which machine, and beside which peers.

Results say so themselves: {"commit": "...", "date": "2026-11-22", "time": "2026-11-22T19:20:05Z",
"machine": a name, "peer": a digest, "packages": a digest}. Older ones knew their commit and day only: the rest was
found out from git, as far as that had it, and instead of a time they have the one that they are "after".
"""

import ast
import functools
import hashlib
import json
import pathlib
import re
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PEERS = "Tools/peers"
WORDS = "Tools/bench.d/peers.py"
# What the files of the Linux guests are made of: programs with their libraries, and what compiles a server.
PACKAGES = (
    "busybox-static", "gcc", "libc6", "libc6-dev", "libcap2", "libcrypt1", "libgcrypt20", "libgpg-error0",
    "liblz4-1", "liblzma5", "libpcre2-8-0", "libssl3", "libsystemd0", "libzstd1", "nginx", "nginx-light",
    "rbldnsd", "zlib1g")
# By which Tools/peers/build knows its kernels again.
_KERNELS = (".build/peers/small/stamp", ".build/peers/cloud/stamp")
# What of a machine's description is no machine: what was measured on it, and when.
_NOT_THE_MACHINE = ("commit", "date", "time")


def now():
    """The time, to the second, so that later ones are greater."""
    return _said_at(time.time())


def moment(record):
    """When something was measured; where only a day is known: not before that, nor before its commit."""
    after = record["after"] if "after" in record else committed(record.get("commit"))
    return record.get("time") or max(record.get("date") or "", after)


def is_later(record, other):
    """Whether a record was measured after another one, of which there may be none."""
    return other is None or moment(record) > moment(other)


def is_same_commit(record, other):
    """Whether two records are of one commit; a tree that was changed is no commit."""
    commit = record.get("commit") or "-dirty"
    return commit == other.get("commit") and not commit.endswith("-dirty")


@functools.cache
def committed(commit):
    """When a commit was made; nothing if git does not know it."""
    if not commit:
        return ""
    seconds = _git("show", "-s", "--format=%ct", _clean(commit)).strip()
    return _said_at(int(seconds)) if seconds else ""


def hardware(described):
    """What of the description of a machine is the machine itself, programs included."""
    return {key: value for key, value in described.items() if key not in _NOT_THE_MACHINE}


def name(described):
    """A short name for a machine: the same for the same one."""
    said = json.dumps(hardware(described), sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:8]


def placed(content, part="figures"):
    """Results of which each names the machine that it was measured on.

    Before they did so themselves, the file named the machine of the last run.
    """
    machine = content.get("machine", {})
    machines, rows = dict(content.get("machines", {})), {}
    for key, row in content[part].items():
        if machine and "machine" not in row and row.get("commit") == machine.get("commit"):
            machines[name(machine)] = hardware(machine)
            row = row | {"machine": name(machine)}
        rows[key] = row
    rest = {key: value for key, value in content.items() if key not in ("machine", part)}
    return rest | {"machines": machines, part: rows}


def dated(record, written):
    """A record with the best that is known of its time, so that this depends on no git from now on.

    Without a time of its own it is that of the commit; where git does not know that, the one when the
    record's file was written, but if that was copied on a later day.
    """
    if "time" in record or "after" in record:
        return record
    if made := committed(record.get("commit")):
        return record | {"after": made}
    return record | {"time": written} if record.get("date") == written[:10] else record | {"after": ""}


def written(path):
    """When a file was written."""
    return _said_at(path.stat().st_mtime)


@functools.cache
def peer(commit=None):
    """What the peers are, in this tree or in that of a commit; None if git does not know it.

    A digest of how they are built, of their servers, and of the words with which they are started.
    Comments do not matter.
    """
    if commit is None:
        files = {path.name: path.read_text() for path in (ROOT / PEERS).iterdir()
                 if path.is_file() and not path.name.startswith(".")}
        words = (ROOT / WORDS).read_text()
    else:
        tree = _clean(commit)
        names = _git("ls-tree", "--name-only", tree, f"{PEERS}/").split()
        files = {path.rsplit("/", 1)[1]: _git("show", f"{tree}:{path}") for path in names}
        words = _git("show", f"{tree}:{WORDS}")
    if not files or not words:
        return None
    said = [(name, _said(name, text)) for name, text in sorted(files.items())]
    return hashlib.sha256(repr((said, _words(words))).encode()).hexdigest()[:16]


@functools.cache
def packages():
    """A digest of the versions that the Linux guests are made of here; None if this machine has none of them."""
    try:
        done = subprocess.run(["dpkg-query", "-W", "-f", "${Package} ${Version}\n", *PACKAGES],
                              capture_output=True, text=True)
    except FileNotFoundError:
        return None
    if not done.stdout:
        return None
    kernels = [path.read_text() for path in map(ROOT.joinpath, _KERNELS) if path.exists()]
    return hashlib.sha256(repr((sorted(done.stdout.splitlines()), kernels)).encode()).hexdigest()[:16]


def peer_of(record):
    """What the peers of a record were; None if nobody knows."""
    return record["peer"] if "peer" in record else peer(record.get("commit") or "unknown")


def _said(name, text):
    """A file without comments and empty lines."""
    if name.endswith(".c"):
        text = re.sub(r"(?s)/\*.*?\*/|//[^\n]*", "", text)
        lines = text.splitlines()
    else:
        lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    return [line.strip() for line in lines if line.strip()]


def _words(source):
    """Of a module the machines and the words of the Linux guests, without comments."""
    found = []
    for node in ast.parse(source).body:
        names = [node.name] if isinstance(node, ast.FunctionDef) else [
            target.id for target in getattr(node, "targets", []) if isinstance(target, ast.Name)]
        if {"linux", "MICROVM", "MICROVM_PIC", "PC", "COMMON"} & {*names}:
            found += _said("", ast.get_source_segment(source, node))
    return found


def _said_at(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def _clean(commit):
    return commit.removesuffix("-dirty")


def _git(*arguments):
    """What git says; nothing if it cannot."""
    try:
        done = subprocess.run(["git", *arguments], capture_output=True, text=True, cwd=ROOT)
    except FileNotFoundError:
        return ""
    return done.stdout if done.returncode == 0 else ""
