"""Figures of others, which the bench does not measure: each with where it is from.

Each number stands here and nowhere else: the rows of comparisons, the budgets and the tables take it
from here.
"""

# Measured once, on another machine of the same kind, with the same QEMU 7.2.22 under TCG.
# Unikraft with lwIP and a DNS or HTTP responder in C, by the rows of the comparison: 0.17 on a microvm
# (its leanest build and a fuller one) and 0.16.3 on a pc, from the least median (of the starts: value)
# to the greatest.
UNIKRAFT = {
    "image": "435 to 453",
    "boot.ping": "58 to 216",
    "boot.dns": "61 to 227",
    "memory.dns": "4 to 7",
    "resident.boot": "58 to 73",
    "ping": "0.20 to 0.22",
    "dns.1": "28 to 48",
    "dns.p50": "0.26 to 0.32",
    "dns.p99": "1.1 to 1.3",
    "dns.100": "33,500 to 44,700",
    "dns.cpu": "27 to 31",
    "dns.instructions.1": "10,700 to 10,900",
    "dns.instructions.100": "8,000 to 8,500",
    "http.rate": "144 to 14,400",
    "http.p50": "0.7 to 1.1",
    "http.p99": "1.8 to 3.1",
    "http.cpu": "65 to 70",
    "http.instructions.1": "10,800 to 11,800",
    "instructions.boot": "10.4 to 12.8",
    "idle.instructions": "7,100 to 7,760",
}
# Where Unikraft's figure is not of the same thing as ours, by the rows of the comparison.
ASIDES = {
    "ping": "an average, by `ping -i 0.002`",
    "dns.1": "lost answers and dnsperf's waiting for them",
    "http.instructions.1": "by wrk with 16 connections",
}
# Rows that are no figure of Unikraft at all: no ratio is made of them.
INCOMPARABLE = {"dns.1"}
# Linux 6.1 cut down to the job, with nginx: requests/s by wrk, instructions for each, a download of 64 MB.
LINUX_RATE = "2,700 to 6,000"
LINUX_INSTRUCTIONS = "27,300"
LINUX_DOWNLOAD = 393
LINUX_DOWNLOAD_CPU = 2.7
QEMU_ITSELF = "26 ms QEMU itself"
# What the project itself published, not measured by us.
INCLUDEOS_IMAGE = "158 kB IncludeOS (2015)"
INCLUDEOS_MEMORY = "4 to 5 MB IncludeOS"
# inferno's own page; the others on a host of the same kind, without any QEMU, of the same stacks.
UNWINDERS = "37,000 to 99,000/s libunwind, 42,000 to 65,000/s libdw"
INFERNO = "38 MiB/s inferno, by its own page"
FLAME_GRAPH = "1,490 ms FlameGraph"


def numbers(text):
    """The numbers in a text of the above."""
    return [float(word.replace(",", "")) for word in text.split() if word[0].isdigit()]
