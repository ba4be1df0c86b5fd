/// How to find the caller at one instruction, as far as compilers need it.
///
/// Source: DWARF 4, section 6.4; System V ABI, AMD64 supplement, section 3.2.2.
struct CallFrameRule: Equatable {
  /// What the caller's stack pointer is counted from.
  enum Base: UInt8 {
    case stackPointer
    case framePointer
  }

  var base: Base
  /// Bytes from there to the caller's stack pointer before the call.
  var offset: Int32
  /// Bytes from the caller's stack pointer to the return address.
  var returnOffset: Int32
  /// Bytes from the caller's stack pointer to its frame pointer; nil if that is in the register.
  var frameOffset: Int32?

  /// The caller's stack pointer.
  @inline(__always) func canonicalAddress(_ registers: StackRegisters) -> UInt64 {
    let start = base == .framePointer ? registers.rbp : registers.rsp
    return start &+ UInt64(bitPattern: Int64(offset))
  }

  /// The registers of the caller.
  ///
  /// - Parameters:
  ///   - registers: The registers of the frame.
  ///   - word: Reads a word of the stack.
  /// - Returns: Nil if the stack cannot be read.
  @inline(__always) func caller(
    of registers: StackRegisters, word: (UInt64) -> UInt64?
  ) -> StackRegisters? {
    let start = canonicalAddress(registers)
    guard let rip = word(start &+ UInt64(bitPattern: Int64(returnOffset))) else { return nil }
    var rbp = registers.rbp
    if let frameOffset {
      let place = start &+ UInt64(bitPattern: Int64(frameOffset))
      // Compilers do not write down that the end of a function restores the register; its place is
      // below the top of the stack by then.
      if place >= registers.rsp {
        guard let saved = word(place) else { return nil }
        rbp = saved
      }
    }
    return StackRegisters(rip: rip, rsp: start, rbp: rbp)
  }
}
