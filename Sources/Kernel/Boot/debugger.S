// Entries of exceptions and of the non-maskable interrupt where an image has the stub for gdb; in
// sections of their own, so that the linker leaves them out of an image without it.
//
// They lift all breakpoints before any other code of the kernel runs, and plant them again as the last
// thing, so that a breakpoint may lie in everything but the entries themselves.
//
// Source: Intel SDM volume 3, sections 6.14, 6.7.1 and 17.2.

#include "registers.h"

// Offsets in debugger_state, as Kernel.DebuggerState has them.
.set is_active, 0              // whether the stub has the processor
.set breakpoint_count, 8       // entries of the table below that are in use
.set may_pass, 16              // whether breakpoints are asked for a detour first
.set were_lifted, 24           // whether breakpoints were lifted for who met one while the stub works
.set debug_status, 56          // DR6 as it was
.set debug_control, 64         // DR7 as it is to be
.set debug_addresses, 72       // DR0 to DR3 as they are to be
.set next_entries, 128         // where each of 32 vectors led before

// Offsets in debugger_memory, as GDBStub.RegisterBlock has them; the frame comes first.
.set frame_words, 22
.set saved_bases, 176          // fs_base and gs_base
.set saved_cr0, 192
.set saved_cr2, 200
.set saved_cr3, 208
.set saved_cr4, 216
.set saved_cr8, 224
.set saved_efer, 232
.set float_state, 256

// Reads a model-specific register into memory at rbp.
.macro SAVE_MSR number, place
  movl $\number, %ecx
  rdmsr
  movl %eax, \place(%rbp)
  movl %edx, \place + 4(%rbp)
.endm

// Writes one from memory at rbp.
.macro RESTORE_MSR number, place
  movl $\number, %ecx
  movl \place(%rbp), %eax
  movl \place + 4(%rbp), %edx
  wrmsr
.endm

.section .bss.debugger, "aw", @nobits
.balign 64
.globl debugger_state, debugger_breakpoints, debugger_memory
debugger_state: .skip 128 + 32 * 8
// 16 bytes each: address, the byte that belongs there, whether it is planted, whether it is wanted.
debugger_breakpoints: .skip 16 * 256
// What is stopped, as GDBStub.RegisterBlock has it, and the buffers of the stub.
.balign 64
debugger_memory: .skip 36864

// What `monitor pcap` keeps.
.globl debugger_frames
debugger_frames: .skip 61440

// A stack of its own: the timer's handler is on that of faults, and may be stopped in.
.balign 64
.skip 16384
.globl debugger_stack_end
debugger_stack_end:

.section .entries, "ax"
.balign 16
.globl debugger_entries
debugger_entries:
.set vector, 0
// Two groups of 16 entries of 8 bytes, each followed by a jump that their own reach.
.rept 2
  .rept 16
    .balign 8
    .if vector == 8 || (vector >= 10 && vector <= 14) || vector == 17 || vector == 21 || vector == 29 || vector == 30
    .else
    pushq $0
    .endif
    pushq $vector
    jmp 1f
    .set vector, vector + 1
  .endr
  .balign 8
1:
  jmp debugger_common
  .balign 8
.endr

// In: error code and vector above what the processor pushed.
.balign 16
debugger_common:
  SAVE_REGISTERS
  leaq debugger_state(%rip), %rbx
  cmpq $2, 120(%rsp)
  jne debugger_enter
  // A non-maskable interrupt while the stub works says what the stub sees for itself; one without
  // a received byte was for somebody else, who had it first.
  cmpq $0, is_active(%rbx)
  jne debugger_leave
  // An entry that was about to say that it works will see the byte for itself.
  movq 136(%rsp), %rcx
  leaq debugger_entries(%rip), %rax
  subq %rax, %rcx
  cmpq $debugger_entered - debugger_entries, %rcx
  jb debugger_leave
  // One that was about to leave looks once more, with its registers where they were.
  subq $debugger_look_again - debugger_entries, %rcx
  cmpq $debugger_left - debugger_look_again, %rcx
  jb 9f
  cmpq $0, were_lifted(%rbx)
  jne debugger_enter
  movw $0x2fd, %dx
  inb %dx, %al
  testb $1, %al
  jz debugger_leave
debugger_enter:
  cmpq $0, is_active(%rbx)
  jne debugger_again
  // On the stack of non-maskable interrupts works their handler, which has to come to its end: another
  // may come as soon as anybody returns by iretq.
  movq 160(%rsp), %rcx
  subq $interrupt_stack_guard + 4096, %rcx
  cmpq $16384, %rcx
  jb debugger_again
debugger_work:
  movq $1, is_active(%rbx)
debugger_entered:
  // What other exceptions push must not lie where this frame does.
  movl boot_segment_table + 64 + 52, %r12d
  subl $4096, boot_segment_table + 64 + 52
  // A frame record, so that a walk by frame pointers passes into what was interrupted.
  movq %rsp, %rsi
  pushq 136(%rsi)
  pushq %rbp
  leaq debugger_memory(%rip), %rbp
  movq %rbp, %rdi
  movl $frame_words, %ecx
  cld
  rep movsq
  fxsave64 float_state(%rbp)
  cmpq $3, 136(%rsp)
  jne debugger_halt
  cmpq $0, may_pass(%rbx)
  je debugger_halt
  // Accesses of the stub's own must not be seen.
  cmpq $0, debug_control(%rbx)
  jne debugger_halt
  movq %rsp, %rbp
  call kernel_debugger_pass
  leaq debugger_memory(%rip), %rbp
  cmpq $0, were_lifted(%rbx)
  jne debugger_halt
  testq %rax, %rax
  jz debugger_halt
  fxrstor64 float_state(%rbp)
  addq $16, %rsp
  movq %rax, 136(%rsp)
  jmp debugger_go

// In: rbx the state, rbp the memory, r12 the stack of exceptions before, rsp the frame's record.
debugger_halt:
  SAVE_MSR 0xc0000100, saved_bases
  SAVE_MSR 0xc0000101, saved_bases + 8
  SAVE_MSR 0xc0000080, saved_efer
  movq %cr2, %rax
  movq %rax, saved_cr2(%rbp)
  movq %cr3, %rax
  movq %rax, saved_cr3(%rbp)
  movq %cr4, %rax
  movq %rax, saved_cr4(%rbp)
  movq %cr8, %rax
  movq %rax, saved_cr8(%rbp)
  movq %dr6, %rax
  movq %rax, debug_status(%rbx)
  movl $0xffff0ff0, %eax
  movq %rax, %dr6
  movl $0x400, %eax
  movq %rax, %dr7
  movq %cr0, %rax
  movq %rax, saved_cr0(%rbp)
  andq $~0x10000, %rax         // code may be written
  movq %rax, %cr0

  movq $0, were_lifted(%rbx)
  call debugger_lift
  movq %rsp, %rbp
  call kernel_debugger_trap
  addq $16, %rsp
  movb %al, %r13b

  movq breakpoint_count(%rbx), %rcx
  leaq debugger_breakpoints(%rip), %rdx
5:
  subq $1, %rcx
  jc 6f
  movb $0, 9(%rdx)
  cmpb $0, 10(%rdx)
  je 7f
  movq (%rdx), %rsi
  movb (%rsi), %dil
  movb %dil, 8(%rdx)
  // Before it is there, so that it is lifted however soon it is met.
  movb $1, 9(%rdx)
  movb $0xcc, (%rsi)
7:
  addq $16, %rdx
  jmp 5b
6:
  leaq debugger_memory(%rip), %rbp
  fxrstor64 float_state(%rbp)
  RESTORE_MSR 0xc0000100, saved_bases
  RESTORE_MSR 0xc0000101, saved_bases + 8
  movq saved_cr0(%rbp), %rcx
  movq %rcx, %cr0
  movq %rbp, %rsi
  movq %rsp, %rdi
  movl $frame_words, %ecx
  rep movsq
  movq debug_addresses(%rbx), %rcx
  movq %rcx, %dr0
  movq debug_addresses + 8(%rbx), %rcx
  movq %rcx, %dr1
  movq debug_addresses + 16(%rbx), %rcx
  movq %rcx, %dr2
  movq debug_addresses + 24(%rbx), %rcx
  movq %rcx, %dr3
  movq debug_control(%rbx), %rcx
  movq %rcx, %dr7
  testb %r13b, %r13b
  jnz debugger_go
  // Whoever handles it now works on this stack, below its frame, and does not return: the kernel
  // gives up.
  subl $4096, boot_segment_table + 64 + 52
  movq $0, is_active(%rbx)
  jmp debugger_forward
debugger_go:
  movl %r12d, boot_segment_table + 64 + 52
  movq $0, is_active(%rbx)
debugger_look_again:
  // Breakpoints that were lifted meanwhile have to be planted.
  cmpq $0, were_lifted(%rbx)
  jne 2f
  // A byte that came since the stub looked has interrupted in vain, and no other will.
  movw $0x2fd, %dx
  inb %dx, %al
  testb $1, %al
  jz debugger_leave
2:
  movq $2, 120(%rsp)
  jmp debugger_enter
debugger_leave:
  RESTORE_REGISTERS
  addq $16, %rsp
  iretq
debugger_left:
9:
  leaq debugger_look_again(%rip), %rax
  movq %rax, 136(%rsp)
  movl boot_segment_table + 64 + 52, %eax
  subl $176, %eax              // what lies on its stack: the frame
  movq %rax, 160(%rsp)
  movq %rbx, 104(%rsp)
  jmp debugger_leave

// An exception while the stub works, or the handler of a non-maskable interrupt, which may have come
// before all breakpoints were lifted or after they were planted. A breakpoint is no failure: all are
// lifted, and whoever met one goes on, without iretq. They are planted when the stub leaves, or the
// non-maskable interrupt.
debugger_again:
  movq 136(%rsp), %r8
  decq %r8
  movq 120(%rsp), %rcx
  cmpl $3, %ecx
  je 3f
  incq %r8
  cmpl $1, %ecx
  jne debugger_other
  movl $0xffff0ff0, %eax
  movq %rax, %dr6              // else the next one would seem to be for the same reason
3:
  movq %cr0, %r9
  movq %r9, %rax
  andq $~0x10000, %rax
  movq %rax, %cr0
  call debugger_lift
  movq %r9, %cr0
  movl $0x400, %eax
  movq %rax, %dr7
  cmpb $0xcc, (%r8)
  je debugger_other
  movq $1, were_lifted(%rbx)
  movq 160(%rsp), %rcx
  movq %r8, -8(%rcx)
  movq 152(%rsp), %rax
  movq %rax, -16(%rcx)
  subq $16, %rcx
  movq %rcx, 160(%rsp)
  RESTORE_REGISTERS
  movq 40(%rsp), %rsp
  popfq
  ret

// Anything else there: the stub's own failure, or what gdb is told of.
debugger_other:
  cmpq $0, is_active(%rbx)
  je debugger_work
  jmp debugger_forward

// Lifts all breakpoints, from the last one on: two may lie at one address. May be interrupted by who does
// the same, and so says of none that it is planted no more: whoever plants says it of those left out.
//
// In: rbx the state. Changes rax, rcx, rdx, rsi, rdi.
debugger_lift:
  movq breakpoint_count(%rbx), %rcx
  leaq debugger_breakpoints(%rip), %rdx
4:
  subq $1, %rcx
  jc 4f
  movq %rcx, %rax
  shlq $4, %rax
  cmpb $0, 9(%rdx, %rax)
  je 4b
  movq (%rdx, %rax), %rsi
  movb 8(%rdx, %rax), %dil
  cmpb $0xcc, %dil
  je 4b
  cmpb $0xcc, (%rsi)
  jne 4b
  movb %dil, (%rsi)
  jmp 4b
4:
  ret

// Goes on where the vector led before, with the stack as the processor left it.
debugger_forward:
  movq 120(%rsp), %rcx
  movq next_entries(%rbx, %rcx, 8), %rax
  movl $0x60227d00, %edx       // vectors for which the processor pushes an error code
  btl %ecx, %edx
  jc 8f
  movq %rax, 128(%rsp)         // in place of the error code that was made up
  RESTORE_REGISTERS
  addq $8, %rsp
  ret
8:
  movq %rax, 120(%rsp)         // in place of the vector
  RESTORE_REGISTERS
  ret

// What is executed in place of instructions under breakpoints: GDBStub.Detour. Behind all that is in the
// file, so that code in memory is what is there.
.section .detours, "ax", @nobits
.globl debugger_detours, debugger_entries_end
debugger_detours: .skip 10 * 24
debugger_entries_end:
