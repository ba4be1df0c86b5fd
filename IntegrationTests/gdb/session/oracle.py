"""Compares what the stub says of registers and memory with what QEMU's own stub says.

QEMU stops the guest at an address before the instruction there is executed; the guest's own stub, at
the same address, at the same moment. Memory is compared while the guest's own stub has it stopped.
"""

import os
import pathlib
import random
import re
import struct
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import gdbsession  # noqa: E402
import rsp  # noqa: E402

SEED = int(os.environ.get("SEED", 1))
ROUNDS = int(os.environ.get("ROUNDS", 5))
SAMPLES = int(os.environ.get("SAMPLES", 300))

INTEGERS = ("rax rbx rcx rdx rsi rdi rbp rsp r8 r9 r10 r11 r12 r13 r14 r15 rip").split()
SMALL = "eflags cs ss ds es fs gs".split()
FLOATS = [f"st{n}" for n in range(8)]
CONTROLS = "fctrl fstat ftag fiseg fioff foseg fooff fop".split()
VECTORS = [f"xmm{n}" for n in range(16)]


def layout(*groups):
    places, offset = {}, 0
    for names, size in groups:
        for name in names:
            places[name] = (offset, size)
            offset += size
    return places


CORE = ((INTEGERS, 8), (SMALL, 4))
OURS = layout(*CORE, (FLOATS, 10), (CONTROLS, 4), (VECTORS, 16), (["mxcsr"], 4),
              (["fs_base", "gs_base", "cr0", "cr2", "cr3", "cr4", "cr8", "efer"], 8))
QEMUS = layout(*CORE, (["fs_base", "gs_base", "k_gs_base", "cr0", "cr2", "cr3", "cr4", "cr8", "efer"], 8),
               (FLOATS, 10), (CONTROLS, 4), (VECTORS, 16), (["mxcsr"], 4))
# QEMU 7.2 says 0 of these, whatever they are.
LEFT_OUT = {"ftag", "fiseg", "fioff", "foseg", "fooff", "fop"}


def registers(client, places):
    block = bytes.fromhex(client.ask("g").replace("x", "0"))
    return {name: block[start:start + size] for name, (start, size) in places.items()}


def symbol(name):
    lines = subprocess.run(["nm", gdbsession.image()], capture_output=True, text=True, check=True).stdout
    return int(re.search(rf"(?m)^(\w+) \w {name}$", lines)[1], 16)


def compare_registers(ours, qemu, address):
    assert qemu.ask(f"Z0,{address:x},1") == "OK"
    qemu.send("vCont;c")
    assert ours.ask(f"Z0,{address:x},1") == "OK"
    ours.send("vCont;c")
    assert qemu.receive().startswith("T05")
    theirs = registers(qemu, QEMUS)
    assert qemu.ask(f"z0,{address:x},1") == "OK"
    qemu.send("vCont;c")
    assert "swbreak" in ours.receive()
    own = registers(ours, OURS)
    assert ours.ask(f"z0,{address:x},1") == "OK"
    pause(qemu)
    wrong = [name for name in own if name not in LEFT_OUT and own[name] != theirs[name]]
    for name in wrong:
        print(f"{name}: ours {own[name][::-1].hex()}, QEMU's {theirs[name][::-1].hex()}")
    assert not wrong
    assert struct.unpack("<Q", own["rip"])[0] == address


def pause(qemu):
    """QEMU stops the whole machine, and the guest's own stub with it."""
    qemu.socket.sendall(b"\x03")
    qemu.receive()


def compare_memory(ours, qemu, chance):
    qemu.send("vCont;c")
    ranges = [(0x1000, 0x9f000), (0x100000, symbol("debugger_state")), (symbol("image_end"), 32 << 20)]
    stacks = symbol("debugger_stack_end")
    compared, absent = [], 0
    for number in range(SAMPLES):
        low, high = ranges[number % len(ranges)]
        address, count = chance.randrange(low, high - 64), chance.randrange(1, 64)
        if symbol_range[0] <= address + 64 and address < stacks:
            continue
        own = ours.read(address, count)
        if own is None:
            absent += 1
        else:
            compared.append((address, count, own))
    pause(qemu)
    for address, count, own in compared:
        theirs = qemu.read(address, count)
        assert theirs is not None and theirs[:len(own)] == own, f"{address:#x}: {own.hex()}, {theirs}"
    print(f"{len(compared)} pieces of memory agree, {absent} are not to be had")
    assert len(compared) > SAMPLES // 2


symbol_range = (symbol("debugger_state"), symbol("debugger_stack_end"))


def attach_to_qemu():
    """A client of QEMU's own stub, which has stopped the machine."""
    qemu = rsp.Client("qemu-gdb.sock", greets=False)
    # It says that it has stopped the machine before it answers.
    reply = qemu.ask(rsp.GREETING)
    while not reply.startswith("PacketSize"):
        reply = qemu.receive()
    # QEMU describes its registers in another order to who has not asked for them.
    description = qemu.ask("qXfer:features:read:target.xml:0,ffb")
    assert "64bit" in description, description
    assert qemu.ask("?").startswith("T")
    return qemu


def main():
    chance = random.Random(SEED)
    ours = rsp.Client()
    assert ours.ask("?").startswith("T02")
    qemu = attach_to_qemu()
    for number in range(ROUNDS):
        compare_registers(ours, qemu, symbol(["gdb_count", "gdb_square", "kernel_interrupt"][number % 3]))
    compare_memory(ours, qemu, chance)
    assert qemu.ask("D;1") == "OK"
    assert ours.ask("D") == "OK"
    print(f"{ROUNDS} times all registers agree")


if __name__ == "__main__":
    main()
