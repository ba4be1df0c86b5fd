internal import Boot
internal import Sampler

/// The stacks that code of the image may have.
struct KernelStacks: StackMemory {
  // Kept, as a symbol's address takes an instruction.
  private let start = UInt(address_of_boot_stack_guard()) &+ 4096
  private let last = UInt(address_of_boot_stack_end()) &- 16

  var mainStack: (start: UInt, last: UInt) {
    @inline(__always) get { (start, last) }
  }

  /// That of exceptions, or of another non-maskable interrupt.
  @inline(never)
  func otherStack(holding address: UInt) -> (start: UInt, last: UInt)? {
    Self.places(address_of_fault_stack_guard(), address_of_fault_stack_end(), address)
      ?? Self.places(address_of_interrupt_stack_guard(), address_of_interrupt_stack_end(), address)
  }

  @inline(__always)
  func word(at address: UInt) -> UInt32 {
    // Safe: the walk asks for words of stacks alone, which are always mapped.
    unsafe UnsafeRawPointer(bitPattern: address).unsafelyUnwrapped
      .loadUnaligned(as: UInt32.self)
  }

  private static func places(
    _ guardPage: UInt64, _ end: UInt64, _ address: UInt
  ) -> (start: UInt, last: UInt)? {
    let start = UInt(guardPage) &+ 4096
    return address >= start && address < UInt(end) ? (start, UInt(end) &- 16) : nil
  }
}
