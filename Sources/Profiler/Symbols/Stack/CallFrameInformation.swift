internal import CDwarf
internal import Glibc

/// How to find the caller of any instruction, as the compiler wrote it down in `.debug_frame`.
///
/// Source: DWARF 4, section 6.4.
struct CallFrameInformation {
  private let table: OpaquePointer

  /// Uses the table of an image's debug information, if it has one.
  ///
  /// - Parameter dwarf: The debug information, which must be kept.
  init?(of dwarf: OpaquePointer) {
    guard let table = dwarf_getcfi(dwarf) else { return nil }
    self.table = table
  }

  /// The registers in the caller of a frame.
  ///
  /// - Parameters:
  ///   - registers: The registers of the frame.
  ///   - instruction: Address of an instruction of the frame; that of the call, if it made one.
  ///   - memory: The stack.
  /// - Returns: Nil if nothing is written about the instruction, if the frame has no caller, or if
  ///   the stack cannot be read.
  func caller(
    of registers: StackRegisters, at instruction: UInt64, in memory: inout StackMemory
  ) -> StackRegisters? {
    var frame: OpaquePointer?
    guard dwarf_cfi_addrframe(table, instruction, &frame) == 0, let frame else { return nil }
    defer { free(UnsafeMutableRawPointer(frame)) }
    var operations: UnsafeMutablePointer<Dwarf_Op>?
    var count = 0
    guard
      dwarf_frame_cfa(frame, &operations, &count) == 0, count == 1, let rule = operations?.pointee,
      let base = Self.base(rule, registers),
      case .word(let returnSlot) = slot(of: Register.returnAddress, frame, base),
      let rip = memory.word(at: returnSlot)
    else { return nil }
    switch slot(of: Register.rbp, frame, base) {
    case .word(let place) where place >= registers.rsp:
      return memory.word(at: place).map { StackRegisters(rip: rip, rsp: base, rbp: $0) }
    case .word, .same:
      // Compilers do not write down that the end of a function restores the register; its place is
      // below the top of the stack by then.
      return StackRegisters(rip: rip, rsp: base, rbp: registers.rbp)
    case .none: return nil
    }
  }

  /// The address that the rules of a frame count from: that of the caller's stack before the call.
  private static func base(_ rule: Dwarf_Op, _ registers: StackRegisters) -> UInt64? {
    let (register, offset): (UInt64, UInt64) =
      Int(rule.atom) == Int(DW_OP_bregx)
      ? (rule.number, rule.number2) : (UInt64(rule.atom) &- UInt64(DW_OP_breg0), rule.number)
    switch register {
    case UInt64(Register.rbp): return registers.rbp &+ offset
    case UInt64(Register.rsp): return registers.rsp &+ offset
    default: return nil
    }
  }

  /// Where the register of the caller is.
  private func slot(of register: Int32, _ frame: OpaquePointer, _ base: UInt64) -> Slot {
    var operations: UnsafeMutablePointer<Dwarf_Op>?
    var count = 0
    return withUnsafeTemporaryAllocation(of: Dwarf_Op.self, capacity: 3) { storage in
      guard
        let place = storage.baseAddress,
        dwarf_frame_register(frame, register, place, &operations, &count) == 0
      else { return .none }
      guard let operations else { return register == Register.returnAddress ? .none : .same }
      // "At the base plus an offset" is all that compilers write for these two.
      guard (1...2).contains(count), Int(operations[0].atom) == Int(DW_OP_call_frame_cfa) else {
        return .none
      }
      guard count == 1 || Int(operations[1].atom) == Int(DW_OP_plus_uconst) else { return .none }
      let offset = count == 2 ? operations[1].number : 0
      return .word(base &+ offset)
    }
  }

  private enum Slot {
    /// At an address.
    case word(UInt64)
    /// In the register itself: the frame has not changed it.
    case same
    /// Nowhere.
    case none
  }

  /// Numbers of registers.
  ///
  /// Source: System V ABI, AMD64 supplement, figure 3.36.
  private enum Register {
    static let rbp: Int32 = 6
    static let rsp: Int32 = 7
    static let returnAddress: Int32 = 16
  }
}
