// Entries of the interrupts that the sampler takes, and the memory in which the host finds it. In
// sections of their own, so that the linker leaves them out of an image without the sampler.

#include "registers.h"

// Offsets. No symbols, which would be in every image.
#define LABEL 120              // of Telemetry.SamplerBlock
#define TASK_NUMBER 0x24       // of the Swift runtime's tasks

// Telemetry.SamplerBlock.
.section .bss.kernel_sampler, "aw", @nobits
.balign 64
.globl kernel_sampler
kernel_sampler: .skip 256

// Where a non-maskable interrupt goes on that is not the sampler's alone.
.section .data.sampler_next, "aw"
.balign 8
.globl sampler_next_entry
sampler_next_entry: .quad 0

// Saves what code may use that was interrupted, as a CPU.InterruptFrame, and calls a function with
// its address. Leaves the flags as they were when the function returned.
//
// In: error code and vector above what the processor pushed, which leaves the stack aligned to 16.
.macro SAVE_AND_CALL function
  SAVE_REGISTERS
  movq %rsp, %rdi
  subq $512, %rsp
  fxsave64 (%rsp)
  cld
  call \function
  testb %al, %al
  fxrstor64 (%rsp)
  leaq 512(%rsp), %rsp
  RESTORE_REGISTERS
  leaq 16(%rsp), %rsp
.endm

.section .text.sampler_entries, "ax"
.balign 16
.globl sampler_timer_entry, sampler_command_entry, sampler_nonmaskable_entry
sampler_timer_entry:
  pushq $0
  pushq $0xe0
  SAVE_AND_CALL kernel_sample_by_timer
  iretq

sampler_command_entry:
  pushq $0
  pushq $0xe1
  SAVE_AND_CALL kernel_command_sampler
  iretq

// The function says whether the interrupt was for the sampler alone. It may have come while the stub for
// gdb enters or leaves: what a breakpoint pushes that is met here must not lie where its frame does.
sampler_nonmaskable_entry:
  subl $4096, boot_segment_table + 64 + 52
  pushq $0
  pushq $2
  SAVE_AND_CALL kernel_sample_unmasked
  jz 1f
  addl $4096, boot_segment_table + 64 + 52
  iretq
1:
  addl $4096, boot_segment_table + 64 + 52
  jmp *sampler_next_entry

// What an image with the sampler does in place of functions of the kernel, by --wrap in
// Package.swift.

// How many bytes may still be taken until a block is sampled; how many blocks are followed until
// they are given back; and when the run loop was last about to halt.
.section .data.sampler_byte_budget, "aw"
.balign 8
.globl sampler_byte_budget
sampler_byte_budget: .quad 0x3fffffffffffffff
.section .bss.sampler_tracked_count, "aw", @nobits
.balign 8
.globl sampler_tracked_count
sampler_tracked_count: .skip 8
.section .bss.sampler_wait_tick, "aw", @nobits
.balign 8
.globl sampler_wait_tick
sampler_wait_tick: .skip 8
// The label that the service has set, and that of the task that runs; stretches of work under way,
// as Telemetry.OpenSpan says.
.section .bss.sampler_own_label, "aw", @nobits
.balign 8
.globl sampler_own_label
sampler_own_label: .skip 8
.section .bss.sampler_task_label, "aw", @nobits
.balign 8
.globl sampler_task_label
sampler_task_label: .skip 8
// How often a task has gone on, in the upper half.
.section .bss.sampler_run, "aw", @nobits
.balign 8
sampler_run: .skip 8
.section .bss.kernel_sampler_spans, "aw", @nobits
.balign 8
.globl kernel_sampler_spans
kernel_sampler_spans: .skip 1024

// In: where the address goes, alignment, number of bytes.
.section .text.__wrap_posix_memalign, "ax"
.globl __wrap_posix_memalign
.type __wrap_posix_memalign, @function
__wrap_posix_memalign:
  subq %rdx, sampler_byte_budget
  js 1f
  jmp __real_posix_memalign
1:
  pushq %rbp
  movq %rsp, %rbp
  pushq %rdi
  pushq %rdx
  call __real_posix_memalign   // which does not return without memory
  movq -8(%rbp), %rdi
  movq (%rdi), %rdi
  movq -16(%rbp), %rsi
  movq %rbp, %rdx
  call kernel_sample_allocation
  xorl %eax, %eax
  leave
  ret
.size __wrap_posix_memalign, . - __wrap_posix_memalign

// In: the block.
.section .text.__wrap_kernel_free, "ax"
.globl __wrap_kernel_free
.type __wrap_kernel_free, @function
__wrap_kernel_free:
  cmpq $0, sampler_tracked_count
  jne 1f
  jmp __real_kernel_free
1:
  pushq %rbp
  movq %rsp, %rbp
  pushq %rdi
  subq $8, %rsp
  movq %rbp, %rsi
  call kernel_sample_release
  movq -8(%rbp), %rdi
  leave
  jmp __real_kernel_free
.size __wrap_kernel_free, . - __wrap_kernel_free

// A block lies somewhere else, has another size, is new or is given back; what allocates has no
// other way to say so.
//
// In: where it lay, or 0; where it lies, or 0; its number of bytes.
.section .text.sampler_block_moved, "ax"
.globl sampler_block_moved
.type sampler_block_moved, @function
sampler_block_moved:
  pushq %rbp
  movq %rsp, %rbp
  pushq %rsi
  pushq %rdx
  testq %rdi, %rdi
  je 1f
  cmpq $0, sampler_tracked_count
  je 1f
  movq %rbp, %rsi
  call kernel_sample_release
1:
  movq -8(%rbp), %rdi
  movq -16(%rbp), %rsi
  testq %rdi, %rdi
  je 2f
  subq %rsi, sampler_byte_budget
  jns 2f
  movq %rbp, %rdx
  call kernel_sample_allocation
2:
  leave
  ret
.size sampler_block_moved, . - sampler_block_moved

// In: the block, number of bytes.
.section .text.__wrap_kernel_realloc, "ax"
.globl __wrap_kernel_realloc
.type __wrap_kernel_realloc, @function
__wrap_kernel_realloc:
  pushq %rbp
  movq %rsp, %rbp
  pushq %rdi
  pushq %rsi
  call __real_kernel_realloc   // which does not return without memory
  movq -8(%rbp), %rdi
  movq -16(%rbp), %rdx
  movq %rax, -8(%rbp)
  movq %rax, %rsi
  call sampler_block_moved
  movq -8(%rbp), %rax
  leave
  ret
.size __wrap_kernel_realloc, . - __wrap_kernel_realloc

// The run loop goes on with a task, whose number is the label unless the service has set one, as
// Telemetry.TaskLabel says.
//
// In: the task.
.section .text.__wrap__ZN5swift22_swift_task_setCurrentEPNS_9AsyncTaskE, "ax"
.globl __wrap__ZN5swift22_swift_task_setCurrentEPNS_9AsyncTaskE
.type __wrap__ZN5swift22_swift_task_setCurrentEPNS_9AsyncTaskE, @function
__wrap__ZN5swift22_swift_task_setCurrentEPNS_9AsyncTaskE:
  testq %rdi, %rdi
  je 1f
  incl sampler_run+4
  movl TASK_NUMBER(%rdi), %eax
  orq sampler_run, %rax
  btsq $63, %rax
  movq %rax, sampler_task_label
  cmpq $0, sampler_own_label
  jne 1f
  movq %rax, kernel_sampler+LABEL
1:
  jmp __real__ZN5swift22_swift_task_setCurrentEPNS_9AsyncTaskE
.size __wrap__ZN5swift22_swift_task_setCurrentEPNS_9AsyncTaskE, . - \
  __wrap__ZN5swift22_swift_task_setCurrentEPNS_9AsyncTaskE

// A task waits or has ended.
.section .text.__wrap__ZN5swift24_swift_task_clearCurrentEv, "ax"
.globl __wrap__ZN5swift24_swift_task_clearCurrentEv
.type __wrap__ZN5swift24_swift_task_clearCurrentEv, @function
__wrap__ZN5swift24_swift_task_clearCurrentEv:
  movq sampler_own_label, %rax
  movq %rax, kernel_sampler+LABEL
  movq $0, sampler_task_label
  jmp __real__ZN5swift24_swift_task_clearCurrentEv
.size __wrap__ZN5swift24_swift_task_clearCurrentEv, . - __wrap__ZN5swift24_swift_task_clearCurrentEv

// The last thing that the run loop does before it halts, but for setting its timer.
.section .text.__wrap_kernel_publish_statistics, "ax"
.globl __wrap_kernel_publish_statistics
.type __wrap_kernel_publish_statistics, @function
__wrap_kernel_publish_statistics:
  rdtsc
  shlq $32, %rdx
  orq %rdx, %rax
  movq %rax, sampler_wait_tick
  jmp __real_kernel_publish_statistics
.size __wrap_kernel_publish_statistics, . - __wrap_kernel_publish_statistics

// In: vector, the frame of what was interrupted.
.section .text.__wrap_kernel_interrupt, "ax"
.globl __wrap_kernel_interrupt
.type __wrap_kernel_interrupt, @function
__wrap_kernel_interrupt:
  pushq %rbp
  movq %rsp, %rbp
  pushq %rsi
  subq $8, %rsp
  call __real_kernel_interrupt
  movq -8(%rbp), %rdi
  leave
  jmp kernel_sample_wait
.size __wrap_kernel_interrupt, . - __wrap_kernel_interrupt
