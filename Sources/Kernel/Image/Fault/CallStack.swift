internal import Boot

/// Frame records on the stack: the chain of frame pointers.
///
/// Source: System V ABI for x86-64, section 3.2.2.
enum CallStack {
  /// What a function pushes when it is entered.
  struct Record {
    /// The caller's frame pointer.
    let framePointer: UInt64
    /// Where the caller goes on.
    let returnAddress: UInt64
  }

  /// Reads the frame record at an address.
  ///
  /// - Returns: Nil if the address is on no stack.
  @inline(never)
  static func record(at framePointer: UInt64) -> Record? {
    guard framePointer % 8 == 0, isOnStack(framePointer), isOnStack(framePointer &+ 8),
      // Safe: the address is on one of the stacks, which are always mapped.
      let words = unsafe UnsafePointer<UInt64>(bitPattern: UInt(framePointer))
    else { return nil }
    return unsafe Record(framePointer: words[0], returnAddress: words[1])
  }

  /// Reads what lies on the stack at an address; nil if that is on no stack.
  static func word(at address: UInt64) -> UInt64? {
    record(at: address)?.framePointer
  }

  /// Visits the return addresses of a chain, the innermost first; at most 64.
  static func walk(from framePointer: UInt64, _ body: (UInt64) -> Void) {
    var framePointer = framePointer
    for _ in 0..<64 {
      guard let record = record(at: framePointer), isCode(record.returnAddress) else { return }
      body(record.returnAddress)
      framePointer = record.framePointer
    }
  }

  @inline(never)
  private static func isOnStack(_ address: UInt64) -> Bool {
    isOn(address, address_of_boot_stack_guard(), address_of_boot_stack_end())
      || isOn(address, address_of_interrupt_stack_guard(), address_of_interrupt_stack_end())
      || isOn(address, address_of_fault_stack_guard(), address_of_fault_stack_end())
  }

  private static func isOn(_ address: UInt64, _ guardPage: UInt64, _ end: UInt64) -> Bool {
    address >= guardPage + 4096 && address < end
  }

  /// Whether an address lies in the image's code.
  static func isCode(_ address: UInt64) -> Bool {
    address >= address_of_image_start() && address < address_of_text_end()
  }
}
