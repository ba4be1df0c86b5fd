"""What gdb's users do by habit, and what only this stub has."""

import os
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))

import gdbsession  # noqa: E402

IN_COUNT = ["break gdb_count", "continue"]
LOG = os.environ["SWIFTLET_RUN_FOLDER"] + "/scenario-log.txt"

# A function that nobody calls is changed into an instruction, which is stepped, and afterwards back again.
BORROW = ["delete", "handle SIGILL nopass", "set $back = $pc", "set $word = *(short*)gdb_spin"]
GIVE_BACK = ["set var *(short*)gdb_spin = $word", "set $pc = $back", "tbreak gdb_square", "continue"]


def instruction(code):
    return [f"set var *(short*)gdb_spin = {code}", "set $pc = &gdb_spin", "stepi"]


def write_msr(number, low, high=0):
    return [f"set $rcx = {number}", f"set $rax = {low}", f"set $rdx = {high}"] + instruction(0x300f)


EFER, STAR, LSTAR, FMASK = 0xc0000080, 0xc0000081, 0xc0000082, 0xc0000084
SYSCALL = instruction(0x050f)
TIMER = "*(long*)((char*)&kernel_vector_counts + 31 * 8)"

# Name, commands, and patterns that the output must match, in any order.
SCENARIOS = [
    ("attach", ["info threads"], [r'\* 1 +Thread 1 "processor"', r"detached"]),
    ("registers", ["info registers rip cr0 efer"], [r"rip +0x1\w{5}", r"cr0 +0x80010033", r"efer +0xd00"]),
    ("vectors", ["p sizeof($xmm0)", "p $mxcsr"], [r"\$1 = 16", r"\$2 = \[ .*IM"]),
    ("no vectors of AVX, which the guest cannot use", ["p $cr4 >> 18 & 1", "p $ymm0"], [r"\$1 = 0\b", r"\$2 = void"]),
    ("flags", IN_COUNT + ["info registers eflags", "p $eflags"],
     [r"(?m)^eflags +0x[2367abef]\w[2367abef] +\[ (?:[A-Z]F )*IF (?:OF )?\]$", r"\$1 = \[ .*IF .*\]"]),
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
    ("condition whose evaluation has a breakpoint", ["break gdb_count if $rsi % 4 == 0", "break kernel_debugger_pass",
                                                     "continue", "p $rsi % 4", "info breakpoints"],
     [r"Breakpoint 1, gdb_count", r"\$1 = 0\b", r"already hit 1 time\s+2 +breakpoint.*(?!\s+breakpoint already)"]),
    # Pushes, moves, a call; those that are one too many are stepped.
    ("conditions at each instruction",
     ["python place = int(gdb.parse_and_eval('(long)&gdb_count'))",
      "python code = gdb.selected_frame().architecture().disassemble(place, count=9)",
      "python [gdb.execute(f\"break *{one['addr']} if $rsp == 5\") for one in code]",
      "break gdb_square if $rdi % 4 == 3", "continue", "set $n = $rdi", "delete", "finish", "p $rax == $n * $n"],
     [r"Breakpoint 10, gdb_square", r"\$2 = 1\b"]),
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
    ("halt", ["stepi 400", "p $pc >= (long)&image_start && $pc < (long)&text_end"] + IN_COUNT, [r"\$1 = 1\b", r"Breakpoint 1, gdb_count"]),
    ("syscall, which is off", IN_COUNT + BORROW + SYSCALL + ["p $pc == (long)&gdb_spin"] + GIVE_BACK,
     [r"received signal SIGILL", r"\$1 = 1\b", r"Temporary breakpoint 2, gdb_square"]),
    ("syscall into a handler",
     IN_COUNT + BORROW + write_msr(STAR, 0, 8) + write_msr(LSTAR, "(long)&gdb_square") + write_msr(FMASK, 0)
     + write_msr(EFER, "$efer | 1") + ["p $efer & 1"] + SYSCALL + ["p $pc == (long)&gdb_square", "p $rcx - (long)&gdb_spin"]
     + write_msr(EFER, "$efer & ~1") + ["p $efer & 1"] + GIVE_BACK,
     [r"\$1 = 1\b", r"\$2 = 1\b", r"\$3 = 2\b", r"\$4 = 0\b", r"Temporary breakpoint 2, gdb_square"]),
    # The flag is not there when the handler begins, nor in what the processor keeps for the way back.
    ("syscall into a handler that masks the trap flag",
     IN_COUNT + BORROW + write_msr(STAR, 0, 8) + write_msr(LSTAR, "(long)&gdb_square") + write_msr(FMASK, 0x100)
     + write_msr(EFER, "$efer | 1") + SYSCALL + ["p $pc == (long)&gdb_square", "p $rcx - (long)&gdb_spin", "p $r11 & 0x300"]
     + ["set $stack = $rsp", "stepi", "p $pc > (long)&gdb_square", "set $rsp = $stack"] + write_msr(FMASK, 0)
     + write_msr(EFER, "$efer & ~1") + GIVE_BACK,
     [r"\$1 = 1\b", r"\$2 = 2\b", r"\$3 = 512\b", r"\$4 = 1\b", r"Temporary breakpoint 2, gdb_square"]),
    ("call", IN_COUNT + ["p ((long(*)(long))gdb_square)(12)"], [r"\$1 = 144\b"]),
    ("jump", IN_COUNT + ["delete", "tbreak gdb_square", "jump *$pc"], [r"Temporary breakpoint 2, gdb_square"]),
    ("return", ["break gdb_square", "continue", "delete", "return", "bt 1"], [r"#0 .*gdb_count"]),
    ("search", ["find /b &image_start, +0x1000, (char)0xd6, (char)0x50, (char)0x52, (char)0xe8"], [r"<.*multiboot|1 pattern found"]),
    ("compare sections", ["compare-sections .rodata"], [r"matched"]),
    ("code is as in the file, also behind conditions",
     ["break gdb_count if $rsi == 0", "break gdb_square if $rdi % 4 == 3", "continue", "delete", "compare-sections .text"],
     [r"Breakpoint 2, gdb_square", r"Section .text, range .*: matched"]),
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
    ("monitor pcap", ["monitor pcap start"], [r"there is no network"]),
    ("no such command", ["monitor nonsense"], [r"no such command"]),
    ("memory map", ["info mem"], [r"0x0000000000100000"]),
    ("dprintf", ['dprintf gdb_square,"square of %ld\\n", $rdi', "break gdb_count", "continue", "continue"], [r"square of \d+"]),
    ("display", IN_COUNT + ["display $rsi", "continue"], [r"1: \$rsi = \d+"]),
    ("threads", ["info threads", "thread 2", "bt", "thread 1"],
     [r"\* 1 +Thread 1 \"processor\"", r"2 +Thread 2 \"task 0\"", r"#0 .*Sleeper", r"#2 .*CountingService\w*start"]),
    ("a task has few registers", ["thread 2", "p $rip != 0 && $rsp != 0", "p $rax", "set $rip = 0", "thread 1", "p $rip != 0"],
     [r"\$1 = 1\b", r"<unavailable>", r"Could not write register|can't|not writ", r"\$3 = 1\b"]),
    ("no breakpoint within an instruction of a task's caller", ["thread 2", "up", "break *$pc", "thread 1", "continue"],
     [r"Warning:\s+Cannot insert breakpoint 1"]),
    ("a task that runs is no thread", IN_COUNT + ["info threads", "monitor tasks"], [r"(?m)^task 0 runs$", r"\* 1 +Thread 1"]),
    ("monitor tasks", ["monitor tasks"], [r"(?m)^task 0 at 0x\w+ waits, goes on at 0x1\w+ with 0x\w+$"]),
    ("monitor timers when idle", ["monitor timers"], [r"(?m)^now \d+\.\d{6}, 1 timers$", r"(?m)^at \d+\.\d{6}, in "]),
    ("remote get", [f"remote get log {LOG}", f"shell cat {LOG}", f"remote get counters {LOG}", f"shell cat {LOG}"],
     [r"info kernel: ready", r"(?m)^interrupts of vector 255 0$"]),
    ("remote get what is not there", ["remote get nothing /dev/null"], [r"No such file or directory"]),
    ("dprintf in the target", ["set dprintf-style agent", 'dprintf gdb_square,"root %ld, %d\\n", $rdi, -7', "break gdb_count",
                               "continue", "continue", "continue"], [r"(?m)^root \d+, -7$"]),
    ("time stands", ["monitor time stands", "monitor time"] + IN_COUNT + ["delete", "monitor timers", "shell sleep 1.2", "finish",
                     "break gdb_count", "continue", "monitor timers", "monitor time runs"],
     [r"(?m)^time stands$", r"(?ms)^now (\d+)\.(\d)\d+,.*^now \1\.|^now \d+\.9.*^now \d+\.0", r"(?m)^time runs$"]),
    ("no breakpoint where the stub is entered", ["break *debugger_entries", "continue"], [r"Warning:\s+Cannot insert breakpoint 1"]),
    ("no breakpoint of the processor there", ["hbreak *(debugger_entries + 48)", "continue"],
     [r"Warning:\s+Cannot insert hardware breakpoint 1"]),
    ("no watchpoint in what the stub's entries use", ["watch *(long*)&debugger_state", "continue"],
     [r"Warning:\s+Could not insert hardware watchpoint 1"]),
    ("no watchpoint where they find a stack", ["watch *(int*)((char*)&boot_segment_table + 116)", "continue"],
     [r"Warning:\s+Could not insert hardware watchpoint 1"]),
    ("no such address of code", ["set $pc = 0x8000000000000000", "p $pc != 0x8000000000000000"],
     [r"Could not write register|can't|not writ", r"= 1\b"]),
    ("search behind holes and far away", IN_COUNT + ["set var *(long*)$rdi = 0x1122334455667788",
                                                     "find /g 0, 0x2000000, 0x1122334455667788", "p $_ == $rdi || $numfound > 1",
                                                     "set var *(long*)$rdi = 41"], [r"patterns? found", r"\$1 = 1\b"]),
    ("dprintf in the target, as C prints", ["set dprintf-style agent", 'dprintf gdb_square,"%5d|%05ld|%X\\n", 7, $rdi, 255',
                                           "break gdb_count", "continue", "continue", "continue"], [r"(?m)^    7\|0*[1-9]\d*\|FF$"]),
    ("dprintf that the target cannot do", ["set dprintf-style agent", 'dprintf gdb_square,"%-5d|\\n", 7', "break gdb_count", "continue"],
     [r"Warning:\s+Cannot insert breakpoint 1"]),
    ("stepi over a repeated instruction with a breakpoint behind it",
     IN_COUNT + BORROW + ["set $old3 = *(long*)gdb_spin", "set var *(long*)gdb_spin = 0x909090a4f3", "set $rcx = 64",
                          "set $ra = $rsi", "set $rb = $rdi", "set $rsi = (long)$rsp", "set $rdi = (long)$rsp", "set $pc = &gdb_spin",
                          "break *((char*)gdb_spin + 2) if $rcx == 5", "stepi", "p (long)$pc - (long)&gdb_spin", "p $rcx", "p $eflags",
                          "delete", "set $rsi = $ra", "set $rdi = $rb", "set var *(long*)gdb_spin = $old3"] + GIVE_BACK[1:],
     [r"\$1 = 2\b", r"\$2 = 0\b", r"\$3 = \[.*IF.*\]", r"gdb_square"]),
    # The handler is run through, whatever in it does not stop the guest.
    ("stepi over an interrupt whose handler has a breakpoint",
     IN_COUNT + BORROW + ["break kernel_interrupt if $rsp == 5", f"set $n = {TIMER}"] + instruction(0x1fcd)
     + ["p (long)$pc - (long)&gdb_spin", f"p {TIMER} - $n", "delete"] + GIVE_BACK,
     [r"\$1 = 2\b", r"\$2 = 1\b", r"Temporary breakpoint 3, gdb_square"]),
    ("stepi where an interrupt comes first whose handler has a breakpoint",
     IN_COUNT + ["delete", "break kernel_interrupt if $rsp == 5", f"set $n = {TIMER}",
                 "python from gdb import execute, parse_and_eval as value", "set $handler = (long)&kernel_interrupt",
                 "python ends = [(execute('stepi', to_string=True), value('(long)$pc - $handler'))[1] for _ in range(800)]",
                 "python print(sum(0 <= int(end) < 256 for end in ends), 'steps end in the handler')", f"p {TIMER} > $n"],
     [r"(?m)^0 steps end in the handler$", r"\$1 = 1\b"]),
    ("no such time", ["monitor time flies"], [r"time runs or time stands"]),
    ("a condition 10,000 times", ["tbreak *gdb_turn if $rdi == 9999", "p ((long(*)(long))gdb_spin)(10000)", "p $rdi", "finish", "finish"],
     [r"The program being debugged stopped while in a function called from GDB", r"= 9999\b"]),
    ("registers of vectors", ["p $xmm0.v4_int32[0] = 77", "p $xmm0.v4_int32[0]", "p $st0"], [r"\$2 = 77\b"]),
    ("many breakpoints", [f"break *(gdb_count + {n})" for n in (0, 0, 0)]
     + ["python place = int(gdb.parse_and_eval('(long)&gdb_spin'))",
        "python code = gdb.selected_frame().architecture().disassemble(place, count=20)",
        "python [gdb.execute(f\"break *{one['addr']}\") for one in code]", "continue", "info breakpoints", "delete", "compare-sections .text"],
     [r"Breakpoint 1, ", r"(?s)(already hit 1 time.*){3}", r"\n23 +breakpoint",
      r"Section .text, range .*: matched"]),
    ("detach and attach", ["detach", "target remote " + str(gdbsession.FOLDER / "gdb.sock"), "info threads"], [r"(?s)detached.*Thread 1"]),
]

gdbsession.main(SCENARIOS)
