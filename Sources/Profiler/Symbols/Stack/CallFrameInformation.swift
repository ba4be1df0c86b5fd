internal import CDwarf
internal import Glibc

/// How to find the caller of any instruction, as the compiler wrote it down in `.debug_frame`.
///
/// Reading what is written takes microseconds, and stacks lead through few instructions: what was
/// read is kept.
///
/// Source: DWARF 4, section 6.4.
final class CallFrameInformation {
  private let table: OpaquePointer
  private var known = RuleTable()

  /// Uses the table of an image's debug information, if it has one.
  ///
  /// - Parameter dwarf: The debug information, which must be kept.
  init?(of dwarf: OpaquePointer) {
    guard let table = dwarf_getcfi(dwarf) else { return nil }
    self.table = table
  }

  /// The rule of an instruction; nil if nothing is written about it, or nothing that is simple.
  @inline(__always) func rule(at instruction: UInt64) -> CallFrameRule? {
    if let found = known.find(instruction) { return found.rule }
    let rule = read(instruction)
    known.insert(instruction, rule)
    return rule
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
    rule(at: instruction)?.caller(of: registers) { memory.word(at: $0) }
  }

  private func read(_ instruction: UInt64) -> CallFrameRule? {
    var frame: OpaquePointer?
    guard dwarf_cfi_addrframe(table, instruction, &frame) == 0, let frame else { return nil }
    defer { free(UnsafeMutableRawPointer(frame)) }
    var operations: UnsafeMutablePointer<Dwarf_Op>?
    var count = 0
    guard
      dwarf_frame_cfa(frame, &operations, &count) == 0, count == 1, let rule = operations?.pointee,
      let (base, offset) = Self.base(rule),
      case .offset(let returnOffset) = Self.slot(of: Register.returnAddress, frame)
    else { return nil }
    switch Self.slot(of: Register.rbp, frame) {
    case .offset(let place):
      return CallFrameRule(
        base: base, offset: offset, returnOffset: returnOffset, frameOffset: place)
    case .same:
      return CallFrameRule(
        base: base, offset: offset, returnOffset: returnOffset, frameOffset: nil)
    case .none: return nil
    }
  }

  /// What the rules of a frame count from: the caller's stack before the call.
  private static func base(_ rule: Dwarf_Op) -> (CallFrameRule.Base, Int32)? {
    let (register, offset): (UInt64, UInt64) =
      Int(rule.atom) == Int(DW_OP_bregx)
      ? (rule.number, rule.number2) : (UInt64(rule.atom) &- UInt64(DW_OP_breg0), rule.number)
    guard let distance = Int32(exactly: Int64(bitPattern: offset)) else { return nil }
    switch register {
    case UInt64(Register.rbp): return (.framePointer, distance)
    case UInt64(Register.rsp): return (.stackPointer, distance)
    default: return nil
    }
  }

  /// Where the register of the caller is.
  private static func slot(of register: Int32, _ frame: OpaquePointer) -> Slot {
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
      let offset = count == 2 ? Int64(bitPattern: operations[1].number) : 0
      return Int32(exactly: offset).map { .offset($0) } ?? .none
    }
  }

  private enum Slot {
    /// At a distance from the base.
    case offset(Int32)
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

/// Rules by instruction, those that do not exist, too.
struct RuleTable {
  /// What is known of an instruction.
  struct Entry {
    var rule: CallFrameRule?
  }

  private var keys = [UInt64](repeating: .max, count: 1024)
  private var entries = [Entry](repeating: Entry(rule: nil), count: 1024)
  private var count = 0

  /// What is known of an instruction; nil if nobody has asked yet.
  @inline(__always) func find(_ key: UInt64) -> Entry? {
    var slot = Self.slot(key, keys.count)
    while true {
      if keys[slot] == key { return entries[slot] }
      if keys[slot] == .max { return nil }
      slot = (slot + 1) & (keys.count - 1)
    }
  }

  /// Keeps the rule of an instruction.
  mutating func insert(_ key: UInt64, _ rule: CallFrameRule?) {
    guard key != .max else { return }
    if count * 2 >= keys.count { grow() }
    place(key, Entry(rule: rule))
    count += 1
  }

  private mutating func place(_ key: UInt64, _ entry: Entry) {
    var slot = Self.slot(key, keys.count)
    while keys[slot] != .max { slot = (slot + 1) & (keys.count - 1) }
    keys[slot] = key
    entries[slot] = entry
  }

  private mutating func grow() {
    let (oldKeys, oldEntries) = (keys, entries)
    keys = [UInt64](repeating: .max, count: oldKeys.count * 2)
    entries = [Entry](repeating: Entry(rule: nil), count: oldKeys.count * 2)
    for (key, entry) in zip(oldKeys, oldEntries) where key != .max { place(key, entry) }
  }

  @inline(__always) private static func slot(_ key: UInt64, _ count: Int) -> Int {
    Int(truncatingIfNeeded: (key &* 0x9e37_79b9_7f4a_7c15) >> 32) & (count - 1)
  }
}
