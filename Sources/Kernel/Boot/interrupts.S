// Interrupt entry: saves the processor's state and calls kernel_interrupt with a pointer to it.
//
// Source: Intel SDM volume 3, section 6.14.

.section .text.interrupts, "ax"

// One stub of 16 bytes per vector: an error code (0 where the processor pushes none), the vector.
.macro stub vector, has_error
  .balign 16
  .if \has_error == 0
  pushq $0
  .endif
  pushq $\vector
  jmp interrupt_common
.endm

.globl interrupt_stubs
.balign 16
interrupt_stubs:
.set vector, 0
.rept 64
  .if vector == 8 || (vector >= 10 && vector <= 14) || vector == 17 || vector == 21 || vector == 29 || vector == 30
  stub vector, 1
  .else
  stub vector, 0
  .endif
  .set vector, vector + 1
.endr

// In: error code and vector above what the processor pushed.
.balign 16
interrupt_common:
  pushq %rax
  pushq %rbx
  pushq %rcx
  pushq %rdx
  pushq %rsi
  pushq %rdi
  pushq %rbp
  pushq %r8
  pushq %r9
  pushq %r10
  pushq %r11
  pushq %r12
  pushq %r13
  pushq %r14
  pushq %r15
  movq %rsp, %rdi
  movq %rsp, %rbx
  // A frame record whose return address is what was interrupted, so that a walk by frame pointers
  // passes from the handler into it.
  pushq 136(%rbx)
  pushq %rbp
  movq %rsp, %rbp
  subq $512, %rsp
  andq $-16, %rsp
  fxsave64 (%rsp)
  cld
  call kernel_interrupt
  fxrstor64 (%rsp)
  movq %rbx, %rsp
  popq %r15
  popq %r14
  popq %r13
  popq %r12
  popq %r11
  popq %r10
  popq %r9
  popq %r8
  popq %rbp
  popq %rdi
  popq %rsi
  popq %rdx
  popq %rcx
  popq %rbx
  popq %rax
  addq $16, %rsp
  iretq

// The local APIC's spurious vector needs no end-of-interrupt and no handler.
.globl interrupt_spurious
.balign 16
interrupt_spurious:
  iretq
