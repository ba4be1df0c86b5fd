// Memory that the host reads without the guest's help, at fixed symbols. Each in a section of its
// own, so that the linker leaves out what an image does not use.

// Telemetry.LogRing: a header of 32 bytes and 64 KiB for entries; and the entry that is being made.
.section .bss.kernel_log, "aw", @nobits
.balign 64
.globl kernel_log, kernel_log_line
kernel_log: .skip 32 + 65536
.balign 8
kernel_log_line: .skip 1024

// Telemetry.CounterRegistry; and how often each of the 256 vectors was raised.
.section .bss.kernel_counter_groups, "aw", @nobits
.balign 16
.globl kernel_counter_groups, kernel_vector_counts
kernel_counter_groups: .skip 784
kernel_vector_counts: .skip 256 * 8
