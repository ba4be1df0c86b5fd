internal import Boot
internal import Sampler

/// The stacks that code of the image may have.
struct KernelStacks: StackMemory {
  @inline(__always)
  func stack(holding address: UInt32) -> (start: UInt32, byteCount: UInt32) {
    if let stack = Self.bounds(address_of_boot_stack_guard(), address_of_boot_stack_end(), address)
    {
      return stack
    }
    return Self.otherStack(holding: address)
  }

  @inline(__always)
  func word(at address: UInt32) -> UInt32 {
    // Safe: the walk asks for words of stacks alone, which are always mapped.
    unsafe UnsafeRawPointer(bitPattern: UInt(address)).unsafelyUnwrapped
      .loadUnaligned(as: UInt32.self)
  }

  /// The stack of an exception, or of another non-maskable interrupt.
  @inline(never)
  private static func otherStack(holding address: UInt32) -> (start: UInt32, byteCount: UInt32) {
    bounds(address_of_fault_stack_guard(), address_of_fault_stack_end(), address)
      ?? bounds(address_of_interrupt_stack_guard(), address_of_interrupt_stack_end(), address)
      ?? (0, 0)
  }

  @inline(__always)
  private static func bounds(
    _ guardPage: UInt64, _ end: UInt64, _ address: UInt32
  ) -> (start: UInt32, byteCount: UInt32)? {
    let start = UInt32(truncatingIfNeeded: guardPage) &+ 4096
    let byteCount = UInt32(truncatingIfNeeded: end) &- start
    return address &- start < byteCount ? (start, byteCount) : nil
  }
}
