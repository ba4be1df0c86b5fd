"""Drives a live guest by gdb's batch mode: each scenario is commands and what gdb must print then."""

import os
import pathlib
import re
import shlex
import subprocess
import sys
import time

FOLDER = pathlib.Path(os.environ["SWIFTLET_RUN_FOLDER"])
WARNING = "(?im)warning|internal.error|packet error|timed out|cannot execute"
IN_COUNT = ["break gdb_count", "continue"]

# Name, commands, and patterns that the output must match, in any order.
SCENARIOS = [
    ("attach", ["info threads"], [r'\* 1 +Thread 1 "processor"', r"detached"]),
    ("registers", ["info registers rip cr0 efer"], [r"rip +0x1\w{5}", r"cr0 +0x80010033", r"efer +0xd00"]),
    ("vectors", ["p sizeof($xmm0)", "p $mxcsr"], [r"\$1 = 16", r"\$2 = \[ .*IM"]),
    ("flags", ["p $eflags"], [r"\$1 = \[.* \]"]),
    ("break", IN_COUNT + ["bt 2"], [r"Breakpoint 1, gdb_count", r"#1 .*CountingService"]),
    ("break twice", IN_COUNT + ["set $n = $rsi", "continue", "p $rsi - $n"], [r"\$1 = 1\b"]),
    ("finish", ["break gdb_square", "continue", "set $n = $rdi", "delete", "finish", "p $rax == $n * $n"],
     [r"Value returned is \$1", r"\$2 = 1\b"]),
    ("next", IN_COUNT + ["delete", "next", "next", "bt 1"], [r"#0 .*gdb_count|#0 .*CountingService"]),
    ("step into", IN_COUNT + ["delete"] + ["step"] * 4, [r"gdb_square"]),
    ("stepi", IN_COUNT + ["delete", "set $a = $pc", "stepi", "p $pc > $a && $pc < $a + 16"], [r"\$1 = 1\b"]),
    ("tbreak", ["tbreak gdb_square", "continue", "info breakpoints"], [r"Temporary breakpoint 1, ", r"No breakpoints"]),
    ("hbreak", ["hbreak gdb_count", "continue", "continue", "info breakpoints"], [r"already hit 2 times"]),
    ("until", IN_COUNT + ["delete", "advance gdb_square"], [r"gdb_square \("]),
    ("condition holds", ["break gdb_count if $rsi % 8 == 0", "continue", "p $rsi % 8"], [r"\$1 = 0\b"]),
    ("condition of memory", ["break gdb_count if *(long*)$rdi % 4 == 3", "continue", "p $rsi % 4"], [r"\$1 = 0\b"]),
    ("ignore", ["break gdb_count", "ignore 1 3", "continue", "info breakpoints"], [r"already hit 4 times"]),
    ("commands", ["break gdb_count", "commands\nsilent\nprintf \"seen %d\\n\", 7\nend", "continue"], [r"seen 7"]),
    ("watch", IN_COUNT + ["delete", "watch -l *(long*)$rdi", "continue", "continue"],
     [r"Hardware watchpoint 2", r"Old value = \d+\s+New value = \d+"]),
    ("awatch", IN_COUNT + ["delete", "awatch -l *(long*)$rdi", "continue"], [r"Value = |New value = "]),
    ("rwatch", IN_COUNT + ["delete", "rwatch -l *(long*)$rdi", "continue", "continue"], [r"Value = \d+"]),
    ("watch in a handler", ["watch -l *(long*)((char*)&kernel_vector_counts + 31 * 8)", "continue", "bt 1"],
     [r"Hardware watchpoint", r"New value = \d+", r"#0 .*InterruptDispatch.swift"]),
    ("write memory", IN_COUNT + ["set var *(long*)$rdi = 41", "p *(long*)$rdi"], [r"\$1 = 41\b"]),
    ("write register", IN_COUNT + ["set $rsi = 1000", "delete", "break gdb_square", "continue", "p $rdi"], [r"\$1 = 1000\b"]),
    ("write code", ["x/1xb gdb_square", "set $b = *(char*)gdb_square", "set var *(char*)gdb_square = 0x90",
                    "p/x *(unsigned char*)gdb_square", "set var *(char*)gdb_square = $b"], [r"= 0x90"]),
    ("no memory", ["x/1xb 0", "x/1xb 0xffff800000000000"], [r"Cannot access memory at address 0x0"]),
    ("device memory", ["set mem inaccessible-by-default off", "x/1xw 0xfee00020"], [r"Cannot access memory"]),
    ("guard page", ["x/1xb &boot_stack_guard"], [r"Cannot access memory"]),
    ("in a handler", ["break kernel_interrupt", "continue", "delete", "finish", "p $eflags"], [r"Breakpoint 1, ", r"\$2 = \["]),
    ("iret", ["tbreak kernel_interrupt", "continue", "finish", "stepi 18", "x/i $pc", "stepi", "stepi", "p $eflags"],
     [r"iretq", r"\$2 = \[.*IF.*\]"]),
    ("halt", ["stepi 400", "info registers rip"], [r"rip +0x1"]),
    ("call", IN_COUNT + ["p ((long(*)(long))gdb_square)(12)"], [r"\$1 = 144\b"]),
    ("jump", IN_COUNT + ["delete", "tbreak gdb_square", "jump *$pc"], [r"Temporary breakpoint 2, gdb_square"]),
    ("return", ["break gdb_square", "continue", "delete", "return", "bt 1"], [r"#0 .*gdb_count"]),
    ("search", ["find /b &image_start, +0x1000, (char)0xd6, (char)0x50, (char)0x52, (char)0xe8"], [r"<.*multiboot|1 pattern found"]),
    ("compare sections", ["compare-sections .rodata"], [r"matched"]),
    ("monitor help", ["monitor help", "monitor"], [r"(?s)heap +what memory.*poweroff +end.*heap +what memory.*poweroff +end"]),
    ("monitor counters", ["monitor counters"],
     [r"(?m)^heap bytes in use [1-9]\d+$", r"(?m)^timers fired [1-9]\d*$", r"(?m)^interrupts of vector 31 [1-9]\d*$",
      r"(?m)^interrupts of vector 255 0$", r"(?m)^stalls \d+$"]),
    ("monitor log", ["monitor log", "monitor log 200"], [r"(?m)^\[ +\d+\.\d{6}\] info kernel: \d+ KiB of memory$"]),
    ("monitor heap", ["monitor heap"],
     [r"(?m)^[1-9]\d+ bytes in use, at most \d+; \d+ allocations, \d+ frees$", r"(?m)^ {6}16 +[1-9]\d* +\d+ +[1-9]\d*$"]),
    ("monitor timers", IN_COUNT + ["delete", "monitor timers", "finish", "tbreak *0", "delete", "monitor timers"],
     [r"(?m)^now \d+\.\d{6}, 0 timers$"]),
    ("monitor interrupts", ["monitor interrupts"], [r"(?m)^vector +31 +[1-9]\d*  timer$"]),
    ("monitor sockets without a network", ["monitor sockets", "monitor arp", "monitor routes", "p 77"], [r"\$1 = 77\b"]),
    ("monitor profile", ["monitor profile", "monitor profile start"], [r"the image has no sampler; tools: \[sampler, gdb\]"]),
    ("monitor pcap", ["monitor pcap start"], [r"net\.pcapng in the run folder"]),
    ("no such command", ["monitor nonsense"], [r"no such command"]),
    ("memory map", ["info mem"], [r"0x0000000000100000"]),
    ("dprintf", ['dprintf gdb_square,"square of %ld\\n", $rdi', "break gdb_count", "continue", "continue"], [r"square of \d+"]),
    ("display", IN_COUNT + ["display $rsi", "continue"], [r"1: \$rsi = \d+"]),
]


def arguments():
    words = shlex.split((FOLDER / "qemu.argv").read_text().replace("\n", " "))
    return words[words.index("-kernel") + 1]


def run(commands, image):
    script = ["set confirm off", "set pagination off", f"file {image}",
              "set remote hardware-watchpoint-limit 4", "set remote hardware-breakpoint-limit 4",
              f"target remote {FOLDER}/gdb.sock"] + commands + ["detach"]
    path = pathlib.Path("/tmp") / f"scenario-{os.getpid()}.gdb"
    # An error ends a sourced file: each command goes in on its own.
    words = ["gdb", "-nx", "-batch"]
    for index, command in enumerate(script):
        if "\n" in command:
            path.write_text(command + "\n")
            words += ["-ex", f"source {path}"]
        else:
            words += ["-ex", command]
    done = subprocess.run(words, capture_output=True, text=True, timeout=20, stdin=subprocess.DEVNULL)
    path.unlink(missing_ok=True)
    return done.stdout + done.stderr


def main():
    image, failures = arguments(), 0
    wanted = sys.argv[1:]
    for name, commands, patterns in SCENARIOS:
        if wanted and name not in wanted:
            continue
        begin = time.monotonic()
        try:
            output = run(commands, image)
        except subprocess.TimeoutExpired as error:
            output = f"gdb hangs: {error.stdout}"
        missing = [p for p in patterns if not re.search(p, output)]
        bad = re.search(WARNING, output)
        if missing or bad or "gdb hangs" in output:
            failures += 1
            print(f"FAILED {name}: lacks {missing}, has {bad and bad[0]}\n{output}")
        else:
            print(f"ok {name} in {time.monotonic() - begin:.2f} s", flush=True)
    print(f"{failures} scenarios failed" if failures else f"all {len(SCENARIOS)} scenarios hold")
    return 1 if failures else 0


sys.exit(main())
