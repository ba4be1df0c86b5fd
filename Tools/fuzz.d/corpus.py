#!/usr/bin/env python3
"""Makes files of the inputs that Tests/Fuzz/Corpus/TARGET.txt keeps, and the other way round.

    corpus.py unpack TARGET FOLDER    a file of each line
    corpus.py pack TARGET FOLDER      the lines of the files, up to a limit, behind those of faults

The part of a file before its first empty line, or all if there is none, is left alone by `pack`:
there lie inputs with remarks, those that somebody thought of and those that showed a fault.
"""

import hashlib
import pathlib
import shutil
import sys

CORPUS = pathlib.Path(__file__).resolve().parents[2] / "Tests/Fuzz/Corpus"
# Bytes of a file that are found by fuzzers; what is smaller goes first.
LIMIT = 6_000


def lines(target):
    """The lines with remarks, and the others."""
    path = CORPUS / f"{target}.txt"
    head, _, tail = path.read_text().partition("\n\n") if path.exists() else ("", "", "")
    return head.splitlines(), tail.splitlines()


def unpack(target, folder):
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for line in sum(lines(target), []):
        if line and not line.startswith("#"):
            data = bytes.fromhex(line)
            (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


def pack(target, folder):
    head, _ = lines(target)
    known = set(head)
    found, size = [], 0
    for data in sorted((path.read_bytes() for path in folder.iterdir()), key=lambda x: (len(x), x)):
        text = data.hex()
        if text and text not in known and size + len(text) <= LIMIT:
            found.append(text)
            size += len(text) + 1
    (CORPUS / f"{target}.txt").write_text("\n".join([*head, "", *found]) + "\n")
    print(f"  {len(found)} inputs")


{"unpack": unpack, "pack": pack}[sys.argv[1]](sys.argv[2], pathlib.Path(sys.argv[3]))
