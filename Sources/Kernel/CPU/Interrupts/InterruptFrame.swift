/// What the processor and the entry code save on an interrupt, in the order in which it lies in
/// memory.
///
/// Source: Intel SDM volume 3, section 6.14; `Sources/Kernel/Boot/interrupts.S`.
public struct InterruptFrame: BitwiseCopyable {
  public var r15, r14, r13, r12, r11, r10, r9, r8: UInt64
  public var rbp, rdi, rsi, rdx, rcx, rbx, rax: UInt64
  /// Number of the interrupt.
  public var vector: UInt64
  /// What the processor says of a fault; 0 for interrupts that have no error code.
  public var errorCode: UInt64
  /// Where the interrupted code goes on.
  public var rip: UInt64
  public var cs: UInt64
  public var rflags: UInt64
  /// Stack pointer of the interrupted code.
  public var rsp: UInt64
  public var ss: UInt64
}
