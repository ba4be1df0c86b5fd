// Parts of the Swift runtime that an image has only if its service uses them. The linker leads the
// runtime's functions of these names here (`--wrap` in Tools/Toolsets/kernel.json); __real_ is before
// the names of the runtime's own.
//
// Nothing is gained by priorities where there is one core: what follows does without the runtime's
// account of who waits for whom, which it keeps to raise the priority of who is waited for. Only a task
// that has waited for another one, or for a group, has an entry there that is to be taken out: the
// runtime's own functions do that. As long as there are no actors, each task runs on the one executor
// that there is. A service that makes no task itself has one, which FirstTask makes; nobody can cancel
// that one, nor wait for it.
//
// Offsets are those of swift/ABI/Task.h and of TaskPrivate.h of the runtime, 6.3.

.set executor_low, 0x30        // AsyncContext of a continuation: the executor to go on at
.set executor_high, 0x38
.set resume_function, 0x08
.set continuation_flags, 0x10
.set synchronization, 0x18     // 0 not awaited, 1 awaited, 2 resumed
.set error_result, 0x20
.set scheduler_private, 0x10   // Job
.set job_priority, 0x21
.set job_kind, 0x20            // 0 is a task
.set task_function, 0x38
.set task_context, 0x40
.set task_status, 0x60         // AsyncTask
.set task_flags, 0x61          // of its status
.set has_dependency, 0x40      // it waits, or has waited, for what the runtime has an account of

// Begins a function that has a section of its own.
.macro function name
  .section .text.\name, "ax"
  .globl \name
  \name:
.endm

// A function that stands before the runtime's own, to which it goes if a hook is set.
.macro hooked name
  .section .bss.hook_\name, "aw", @nobits
  .balign 8
  hook_\name: .skip 8
  function __wrap_\name
  movq hook_\name(%rip), %rax
  testq %rax, %rax
  je 1f
  jmp *%rax
  1:
.endm

// Sets the hook of a function.
.macro set_hook name
  leaq __real_\name(%rip), %rax
  movq %rax, hook_\name(%rip)
.endm

// The runtime's own function, for tasks of which it keeps account.
.macro has_own name
  .section .bss.own_\name, "aw", @nobits
  .balign 8
  own_\name: .skip 8
.endm

// Makes the runtime's own function known.
.macro set_own name
  leaq __real_\name(%rip), %rax
  movq %rax, own_\name(%rip)
.endm

// A function whose mere presence in the image calls for another one at the start: what is in .uses
// stays if and only if the wrapper does.
.macro calls_for setter, name
  function __wrap_\name
  jmp __real_\name
  .section .uses, "ao", @progbits, .text.__wrap_\name
  .quad \setter
.endm

calls_for use_tasks, swift_task_create
calls_for use_tasks, swift_task_create_common
calls_for use_tasks, swift_task_escalate
calls_for use_actors, swift_defaultActor_initialize

// Tells who wants to know that tasks are being cancelled: how a wait for a connection learns of it,
// which is cheaper than to have the runtime remember each wait.
  .section .bss.hook_cancellation, "aw", @nobits
  .balign 8
  hook_cancellation: .skip 8

// A function that cancels tasks; they are when the hook's work is done, which is put off.
.macro cancels name
  function __wrap_\name
  movq hook_cancellation(%rip), %rax
  testq %rax, %rax
  je 1f
  pushq %rdi
  pushq %rsi
  subq $8, %rsp
  call *%rax
  addq $8, %rsp
  popq %rsi
  popq %rdi
  1:
  jmp __real_\name
  .section .uses, "ao", @progbits, .text.__wrap_\name
  .quad use_tasks
.endm

cancels swift_task_cancel
cancels swift_taskGroup_cancelAll
cancels swift_task_cancel_group_child_tasks
cancels _ZN5swift32_swift_taskGroup_cancel_unlockedEPNS_9TaskGroupEPNS_9AsyncTaskE

// Sets the hook. In: rdi a function.
function kernel_set_cancellation_hook
  movq %rdi, hook_cancellation(%rip)
  ret

// Whether a task is cancelled. In: rdi the task, which is what a continuation is. Out: al.
function kernel_is_task_cancelled
  jmp swift_task_isCancelled

// There are actors: tasks change between executors, too.
function use_actors
  set_hook swift_task_switch
  set_hook swift_defaultActor_enqueue
  set_hook swift_job_run
  set_hook swift_continuation_init
  set_hook swift_continuation_await
  set_hook _ZN5swift9AsyncTask26flagAsAndEnqueueOnExecutorENS_17SerialExecutorRefE
  jmp use_tasks

// There are several tasks.
function use_tasks
  set_own swift_job_run
  set_own _ZN5swift9AsyncTask26flagAsAndEnqueueOnExecutorENS_17SerialExecutorRefE
  set_hook swift_task_addCancellationHandler
  set_hook swift_task_removeCancellationHandler
  ret

// Continues a task on an executor. In: r14 context, rdi function, rsi and rdx executor.
// An executor of a service's own is none that the runtime can switch to.
hooked swift_task_switch
  jmp *%rdi

// Queues a task at an actor.
hooked swift_defaultActor_enqueue
  ud2

// Begins to wait for a continuation. In: rdi its context, rsi flags. Out: rax the task.
hooked swift_continuation_init
  movl %esi, %eax
  shrl $2, %eax
  movl %eax, %ecx
  andl $1, %eax                // awaited already?
  movq %rax, synchronization(%rdi)
  andl $2, %ecx                // a change of executor is asked for
  movl %esi, %eax
  andl $1, %eax                // it may throw
  orl %ecx, %eax
  movq %rax, continuation_flags(%rdi)
  xorl %eax, %eax
  movq %rax, error_result(%rdi)
  testb $2, %sil               // the executor is given
  jne 2f
  movq %rax, executor_low(%rdi)
  movq %rax, executor_high(%rdi)
2:
  pushq %rdi
  pushq %rsi
  subq $8, %rsp
  call swift_task_getCurrent
  addq $8, %rsp
  popq %rsi
  popq %rdi
  movq %rdi, task_context(%rax)
  movq resume_function(%rdi), %rcx
  movq %rcx, task_function(%rax)
  testb $4, %sil
  je 3f
  pushq %rax
  call _ZN5swift24_swift_task_clearCurrentEv
  popq %rax
3:
  ret

// Waits for a continuation. In: rdi its context. What runs a task leaves 8 bytes on the stack that the
// task takes away.
hooked swift_continuation_await
  cmpq $2, synchronization(%rdi)
  je 2f
  movq $1, synchronization(%rdi)
  subq $8, %rsp
  call _ZN5swift24_swift_task_clearCurrentEv
  addq $8, %rsp
  retq $8
2:
  movq %rdi, %r14
  movq resume_function(%r14), %rdi
  testb $2, continuation_flags(%r14)
  jne 3f
  jmp *%rdi
3:
  movq executor_low(%r14), %rsi
  movq executor_high(%r14), %rdx
  jmp __wrap_swift_task_switch

// Queues a task that may go on. In: rdi task, rsi and rdx executor.
has_own _ZN5swift9AsyncTask26flagAsAndEnqueueOnExecutorENS_17SerialExecutorRefE
hooked _ZN5swift9AsyncTask26flagAsAndEnqueueOnExecutorENS_17SerialExecutorRefE
  testb $has_dependency, task_flags(%rdi)
  jne 2f
  movb task_status(%rdi), %al
  movb %al, job_priority(%rdi)
  jmp swift_task_enqueueGlobalImpl
2:
  jmp *own__ZN5swift9AsyncTask26flagAsAndEnqueueOnExecutorENS_17SerialExecutorRefE(%rip)

// Asks for a call when the task is cancelled. Out: rax what the next function gets.
hooked swift_task_addCancellationHandler
  xorl %eax, %eax
  ret

hooked swift_task_removeCancellationHandler
  ret

// Runs a job. In: rdi job, rsi and rdx executor. A task leaves when it waits or ends, and takes 8 bytes
// from the stack.
has_own swift_job_run
hooked swift_job_run
  pushq %r13
  pushq %r14
  pushq %rbx
  subq $16, %rsp
  cmpb $0, job_kind(%rdi)
  jne 2f
  testb $has_dependency, task_flags(%rdi)
  jne 3f
  movq %rdi, %rbx
  call _ZN5swift22_swift_task_setCurrentEPNS_9AsyncTaskE
  movq %rbx, %rdi
2:
  movq task_context(%rdi), %r14
  call *task_function(%rdi)
  subq $8, %rsp
  call _ZN5swift24_swift_task_clearCurrentEv
  addq $16, %rsp
  popq %rbx
  popq %r14
  popq %r13
  ret
3:
  addq $16, %rsp
  popq %rbx
  popq %r14
  popq %r13
  jmp *own_swift_job_run(%rip)

// Keep and take what tells whom a task works for, which only Darwin knows; the runtime would look for
// it in what it notes when it runs a job itself.
function __wrap__ZN5swift18restoreTaskVoucherEPNS_9AsyncTaskE
  ret

function __wrap__ZN5swift16adoptTaskVoucherEPNS_9AsyncTaskE
  ret

// The executor that a task prefers: there is one, and the runtime cannot switch to others.
function __wrap__ZN5swift9AsyncTask24getPreferredTaskExecutorEb
  xorl %eax, %eax
  xorl %edx, %edx
  ret

// Where the first task begins. In: r14 context; the function and what it captured lie before it.
function kernel_begin_task
  movq -0x10(%r14), %r13
  jmp *-0x18(%r14)

// Sets the hooks of what is in the image.
function kernel_set_hooks
  pushq %rbx
  leaq uses_start(%rip), %rbx
1:
  cmpq $uses_end, %rbx
  je 2f
  call *(%rbx)
  addq $8, %rbx
  jmp 1b
2:
  popq %rbx
  ret
