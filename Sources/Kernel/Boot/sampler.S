// Entries of the interrupts that the sampler takes, and the memory in which the host finds it. In
// sections of their own, so that the linker leaves them out of an image without the sampler.

#include "registers.h"

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

// The function says whether the interrupt was for the sampler alone.
sampler_nonmaskable_entry:
  pushq $0
  pushq $2
  SAVE_AND_CALL kernel_sample_unmasked
  jz 1f
  iretq
1:
  jmp *sampler_next_entry
