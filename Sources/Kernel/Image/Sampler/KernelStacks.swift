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

  var handlerReturn: UInt32 { UInt32(truncatingIfNeeded: interrupt_return_address) }

  @inline(__always)
  func word(at address: UInt) -> UInt32 {
    // Safe: the walk asks for words of stacks alone, which are always mapped.
    unsafe UnsafeRawPointer(bitPattern: address).unsafelyUnwrapped
      .loadUnaligned(as: UInt32.self)
  }

  @inline(__always)
  func fullWord(at address: UInt) -> UInt64 {
    // Safe: as above.
    unsafe UnsafeRawPointer(bitPattern: address).unsafelyUnwrapped
      .loadUnaligned(as: UInt64.self)
  }

  @inline(__always)
  func isCode(_ address: UInt32) -> Bool {
    address &- UInt32(truncatingIfNeeded: address_of_image_start())
      < UInt32(truncatingIfNeeded: address_of_text_end() &- address_of_image_start())
  }

  /// Whether the instruction before an address of code is a call: `e8` with its distance, or `ff`
  /// with an operand that says call, behind which lie 0, 1 or 4 bytes and perhaps an index.
  ///
  /// Source: Intel SDM volume 2, CALL.
  @inline(never)
  func isReturnAddress(_ address: UInt32) -> Bool {
    guard CallStack.isCode(UInt64(address) &- 7), CallStack.isCode(UInt64(address)),
      // Safe: code is always mapped.
      let code = unsafe UnsafePointer<UInt8>(bitPattern: UInt(address))
    else { return false }
    if unsafe code[-5] == 0xe8 { return true }
    return unsafe isCall(code, 2) || isCall(code, 3) || isCall(code, 4) || isCall(code, 6)
      || isCall(code, 7)
  }

  /// Whether a call of so many bytes through a register or memory lies before an address.
  @inline(__always)
  private func isCall(_ code: UnsafePointer<UInt8>, _ byteCount: Int) -> Bool {
    // Safe: as above.
    unsafe code[-byteCount] == 0xff && code[1 &- byteCount] & 0x38 == 0x10
  }

  private static func places(
    _ guardPage: UInt64, _ end: UInt64, _ address: UInt
  ) -> (start: UInt, last: UInt)? {
    let start = UInt(guardPage) &+ 4096
    return address >= start && address < UInt(end) ? (start, UInt(end) &- 16) : nil
  }
}
