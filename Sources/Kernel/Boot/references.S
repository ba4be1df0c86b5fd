// Counting references, which is what code does most: the functions of the Swift runtime for a machine
// of one core. Nothing that interrupts counts references, so that no lock is needed; there are half as
// many instructions as in the runtime's own.
//
// The count is at offset 8 of an object. Its highest bit says that the object is not to be freed; if
// all others are set, it lives for ever and is not counted. References below 1 are no objects.
//
// Source: EmbeddedRuntime.swift of the Swift standard library, 6.3.

  .cfi_sections .debug_frame

// Adds a reference. In: rdi object. Out: rax the same.
  .section .text.swift_retain, "ax"
  .globl swift_retain
  .type swift_retain, @function
swift_retain:
  .cfi_startproc
  movq %rdi, %rax
  testq %rdi, %rdi
  jle 1f
  movq 8(%rdi), %rcx
  addq %rcx, %rcx
  cmpq $-2, %rcx
  je 1f
  incq 8(%rdi)
1:
  ret
  .cfi_endproc
  .size swift_retain, . - swift_retain

// Removes a reference; destroys the object if it was the last. In: rdi object.
  .section .text.swift_release, "ax"
  .globl swift_release
  .type swift_release, @function
swift_release:
  .cfi_startproc
  testq %rdi, %rdi
  jle 1f
  movq 8(%rdi), %rax
  leaq (%rax,%rax), %rcx
  cmpq $-2, %rcx
  je 1f
  cmpq $2, %rcx
  jbe 2f
  decq 8(%rdi)
1:
  ret
2:
  jb 3f
  movabsq $0x7fffffffffffffff, %rcx
  orq %rcx, %rax
  movq %rax, 8(%rdi)           // it must not be destroyed again meanwhile
  pushq %rbp
  .cfi_def_cfa_offset 16
  .cfi_offset %rbp, -16
  movq %rsp, %rbp
  .cfi_def_cfa_register %rbp
  pushq %r13
  subq $8, %rsp
  movq (%rdi), %rax
  movq %rdi, %r13              // where Swift has the object of a method
  call *8(%rax)
  addq $8, %rsp
  popq %r13
  popq %rbp
  .cfi_def_cfa %rsp, 8
  ret
3:
  ud2                          // there was no reference left
  .cfi_endproc
  .size swift_release, . - swift_release
