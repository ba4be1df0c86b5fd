"""What gdb's stub costs the dns guest while nobody is attached, in instructions.

Both images run on one machine, which has the port on which the stub waits. Afterwards the stub is
asked for its state: what does not listen would cost nothing, too.
"""

import os
import socket
import tempfile

import building
import clients
import counting
from parts import instructions

MACHINE = ("-M", "microvm,pit=on,pic=on,rtc=off,isa-serial=off,acpi=off")
OUTSTANDING = (1, 100)
# gdb's question why the guest stands still, and where an answer begins. Source: GDB manual, "Packets".
QUESTION = b"+$?#3f"
ANSWER = b"$T"
PATIENCE = 20


def measure(bench):
    for _ in range(bench.runs(1)):
        linked = _counts(bench, "gdb")
        # The image lies in one place whatever it is linked with: whoever comes next wants that without.
        without = _counts(bench, "")
        for outstanding in OUTSTANDING:
            more = (linked[outstanding] / without[outstanding] - 1) * 100
            bench.report.add(f"stub.{outstanding}", more)
            bench.report.detail(
                f"stub.{outstanding}", {"with": linked[outstanding], "without": without[outstanding]})


def _counts(bench, tool):
    """Instructions per query of an image that is linked with a tool or none, by how many are asked at once."""
    kernel = building.image("dns", tools=tool)
    with tempfile.TemporaryDirectory() as folder, counting.InstructionCounter(bench.plugin) as counter:
        port = os.path.join(folder, "port")
        extra = [*MACHINE, "-chardev", f"socket,id=port,path={port},server=on,wait=off",
                 "-device", "isa-serial,index=1,chardev=port", *counter.arguments]
        with bench.guest(kernel=kernel, extra=extra) as guest:
            if clients.first_answer(guest, "dns") is None:
                raise building.Failure(f"no answer; {guest.end_note()}")
            guest.tap.prepare_for_load()
            found = {}
            for outstanding in OUTSTANDING:
                before = counter.settled()[0]
                answered = instructions.answer_queries(bench, outstanding)
                found[outstanding] = (counter.settled()[0] - before) / answered
            if _listens(port, PATIENCE if tool else 1) != bool(tool):
                raise building.Failure(f"{kernel.name} with the tools “{tool}”: its stub " + (
                    "does not listen" if tool else "is there"))
    return found


def _listens(port, seconds):
    """Whether there is a stub behind the port, which answers whoever asks within so many seconds."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(seconds)
        line.connect(port)
        line.sendall(QUESTION)
        said = b""
        try:
            while ANSWER not in said:
                if not (piece := line.recv(4096)):
                    break
                said += piece
        except TimeoutError:
            return False
    return ANSWER in said
