// Interrupt entry: saves the processor's state and calls kernel_interrupt with the vector and
// a pointer to it.
//
// Source: Intel SDM volume 3, section 6.14, and 6.14.2 on how the stack is aligned.

#include "registers.h"

.section .text.interrupts, "ax"

// One entry per vector. Those of the exceptions take 8 bytes: an error code (0 where the processor
// pushes none) and the vector. Those of all others take 4 bytes and push the vector alone. The jumps
// reach 128 bytes only: each group of 128 bytes ends with 8 that go on from there. A vector above 127
// arrives with its sign extended.
.globl interrupt_stubs
.balign 16
interrupt_stubs:
.set vector, 0
.rept 2
9:
  .rept 16
    .if vector == 8 || (vector >= 10 && vector <= 14) || vector == 17 || vector == 21 || vector == 29 || vector == 30
    .else
    pushq $0
    .endif
    .byte 0x6a, vector
    jmp 1f
    .balign 8
    .set vector, vector + 1
  .endr
  .org 9b + 128
1:
  jmp interrupt_common
  .balign 8
.endr
.rept 7
9:
  .rept 32
    .byte 0x6a, vector
    jmp 1f
    .set vector, vector + 1
  .endr
  .org 9b + 128
1:
  pushq (%rsp)                 // in place of the error code stays the vector
  jmp interrupt_common
  .balign 8
.endr

// In: error code and vector above what the processor pushed.
.balign 16
interrupt_common:
  SAVE_REGISTERS
  movzbl 120(%rsp), %edi       // the vector
  movq %rsp, %rsi
  // A frame record whose return address is what was interrupted, so that a walk by frame pointers
  // passes from the handler into it.
  pushq 136(%rsi)
  pushq %rbp
  movq %rsp, %rbp
  // The processor aligns the stack to 16 before it pushes; 24 words lie on it by now.
  subq $512, %rsp
  fxsave64 (%rsp)
  cld
  call kernel_interrupt
.Linterrupt_return:
  fxrstor64 (%rsp)
  leaq 16(%rbp), %rsp          // above the frame record
  RESTORE_REGISTERS
  addq $16, %rsp
  iretq

// Where the handlers return to. No symbol is there: a debugger would take it for a function of its own,
// and not know the frame of who called the handler.
.section .rodata.interrupt_return_address, "a"
.balign 8
.globl interrupt_return_address
interrupt_return_address: .quad .Linterrupt_return

// How often each vector interrupted that nothing asked for: 32 bits each.
.section .bss
.balign 16
.globl unexpected_interrupt_counts
unexpected_interrupt_counts: .skip 256 * 4
