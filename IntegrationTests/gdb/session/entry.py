"""gdb wants to stop the guest at the moment at which it enters the stub, or leaves it.

QEMU's own stub halts the machine there; then comes the byte, whose interrupt is non-maskable. Nobody may
see the entries from within: it is the breakpoint that counts, or the place at which the guest goes on.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import rsp  # noqa: E402
from oracle import attach_to_qemu, pause, symbol  # noqa: E402

BREAKPOINT = 3


def stop_within(ours, qemu, entry):
    """Lets the guest go on and wishes to stop it when QEMU has halted it at an address.

    Gives where it stands then, and why.
    """
    assert qemu.ask(f"Z1,{entry:x},1") == "OK"
    qemu.send("vCont;c")
    assert ours.ask(f"Z0,{place:x},1") == "OK"
    ours.send("vCont;c")
    assert qemu.receive().startswith("T05")
    assert qemu.ask(f"z1,{entry:x},1") == "OK"
    ours.socket.sendall(b"\x03")
    qemu.send("vCont;c")
    stop = ours.receive()
    assert ours.ask(f"z0,{place:x},1") == "OK"
    registers = ours.ask("g")
    pause(qemu)
    return stop, int.from_bytes(bytes.fromhex(registers[16 * 16:17 * 16]), "little")


place, entries = symbol("gdb_count"), symbol("debugger_entries")
leave, left = symbol("debugger_leave"), symbol("debugger_left")
ours = rsp.Client()
assert ours.ask("?").startswith("T02")
qemu = attach_to_qemu()
# An entry has instructions of two bytes each: the error code that is made up, the vector, and a jump to
# another behind sixteen entries.
entry = entries + 8 * BREAKPOINT
for address in (entry, entry + 2, entry + 4, entries + 16 * 8):
    stop, where = stop_within(ours, qemu, address)
    assert "swbreak" in stop and where == place, f"{address:#x}: {stop}"
# The first register, the last, and the return from the interrupt.
for address in (leave, leave + 2, left - 6, left - 2):
    stop, where = stop_within(ours, qemu, address)
    assert stop.startswith("T02") and not entries <= where < entries + 4096, f"{address:#x}: {stop}"
qemu.ask("D;1")
assert ours.ask("D") == "OK"
print("nobody sees the entries from within")
