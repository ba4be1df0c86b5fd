// Parts of the Swift runtime that an image has only if its service uses them. The linker leads the
// runtime's functions of these names here (`--wrap` in Tools/Toolsets/kernel.json); __real_ is before
// the names of the runtime's own.

// The functions behind the hooks; 0 until something is used that needs them.
.section .bss.concurrency_hooks, "aw", @nobits
.balign 8
switch_hook: .skip 8
escalation_hook: .skip 8

// void swift_task_switch(context, function, executor): continues a task on an executor.
// In: r14 context, rdi function, rsi and rdx executor. As long as there are no actors, each task runs
// on the one executor that there is, and goes on at once. An executor of a service's own is none that
// the runtime can switch to.
.section .text.swift_task_switch, "ax"
.globl __wrap_swift_task_switch
__wrap_swift_task_switch:
  movq switch_hook(%rip), %rax
  testq %rax, %rax
  cmoveq %rdi, %rax
  jmp *%rax

// Each actor begins with this call, and each use of the main actor with the next one.
.section .text.swift_defaultActor_initialize, "ax"
.globl __wrap_swift_defaultActor_initialize
__wrap_swift_defaultActor_initialize:
  leaq __real_swift_task_switch(%rip), %rax
  movq %rax, switch_hook(%rip)
  jmp __real_swift_defaultActor_initialize

.section .text.swift_task_getMainExecutor, "ax"
.globl __wrap_swift_task_getMainExecutor
__wrap_swift_task_getMainExecutor:
  leaq __real_swift_task_switch(%rip), %rax
  movq %rax, switch_hook(%rip)
  jmp __real_swift_task_getMainExecutor

// swift::TaskDependencyStatusRecord::performEscalationAction: hands the priority of a task on to what
// it waits for. A task that is alone does not wait for others.
.section .text.escalate, "ax"
.globl __wrap__ZN5swift26TaskDependencyStatusRecord23performEscalationActionENS_11JobPriorityES1_
__wrap__ZN5swift26TaskDependencyStatusRecord23performEscalationActionENS_11JobPriorityES1_:
  movq escalation_hook(%rip), %rax
  testq %rax, %rax
  je 1f
  jmp *%rax
1:
  ret

// Each task but the first, which FirstTask makes, begins with one of these calls.
.section .text.swift_task_create, "ax"
.globl __wrap_swift_task_create
__wrap_swift_task_create:
  leaq __real__ZN5swift26TaskDependencyStatusRecord23performEscalationActionENS_11JobPriorityES1_(%rip), %rax
  movq %rax, escalation_hook(%rip)
  jmp __real_swift_task_create

.section .text.swift_task_create_common, "ax"
.globl __wrap_swift_task_create_common
__wrap_swift_task_create_common:
  leaq __real__ZN5swift26TaskDependencyStatusRecord23performEscalationActionENS_11JobPriorityES1_(%rip), %rax
  movq %rax, escalation_hook(%rip)
  jmp __real_swift_task_create_common

// Where the first task begins. In: r14 context; the function and what it captured lie before it.
.section .text.kernel_begin_task, "ax"
.globl kernel_begin_task
kernel_begin_task:
  movq -0x10(%r14), %r13
  jmp *-0x18(%r14)
