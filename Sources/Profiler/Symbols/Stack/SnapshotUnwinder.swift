/// Finds the calls on stacks that were copied with the registers, many and fast.
///
/// Goes by the compiler's rules, and by frame pointers where there are none, as `StackWalker` does.
/// Not for use from two threads at a time.
public final class SnapshotUnwinder {
  /// Keeps what the rules are read from.
  private let symboliser: Symboliser
  private let callFrames: CallFrameInformation?
  private let code: [Range<UInt64>]

  /// Uses the rules of an image.
  public init(_ symboliser: Symboliser) {
    self.symboliser = symboliser
    callFrames = symboliser.callFrames
    code = symboliser.image.sections.filter(\.isExecutable).map {
      $0.address.rawValue..<$0.address.rawValue &+ $0.byteCount
    }
  }

  /// Unwinds a stack.
  ///
  /// - Parameters:
  ///   - registers: The registers when it was copied.
  ///   - stack: The copy, in words of 8 bytes.
  ///   - start: Address of the first word.
  ///   - addresses: Gets the instruction and the return addresses, the innermost first.
  /// - Returns: Why the stack ends before the outermost call; nil if it does not.
  public func unwind(
    _ registers: StackRegisters, stack: UnsafeBufferPointer<UInt64>, at start: UInt64,
    into addresses: inout [UInt64]
  ) -> StackWalker.End? {
    addresses.removeAll(keepingCapacity: true)
    addresses.append(registers.rip)
    var current = registers
    let word = { (address: UInt64) -> UInt64? in
      let offset = address &- start
      guard offset & 7 == 0, offset >> 3 < UInt64(stack.count) else { return nil }
      return stack[Int(offset >> 3)]
    }
    while addresses.count < StackWalker.limit {
      let instruction = current.rip &- (addresses.count == 1 ? 0 : 1)
      current.rbp = StackWalker.unmarked(current.rbp)
      if let caller = callFrames?.rule(at: instruction)?.caller(of: current, word: word),
        caller.rsp > current.rsp, caller.rip == 0 || isCode(caller.rip)
      {
        current = caller
      } else if current.rbp == 0 {
        return nil
      } else {
        guard current.rbp >= current.rsp else { return .notAscending(current.rbp) }
        guard let saved = word(current.rbp), let rip = word(current.rbp &+ 8) else {
          return .unreadable(current.rbp)
        }
        guard rip == 0 || isCode(rip) else { return .notCode(rip) }
        current = StackRegisters(rip: rip, rsp: current.rbp &+ 16, rbp: saved)
      }
      guard current.rip != 0 else { return nil }
      addresses.append(current.rip)
    }
    return .limit
  }

  /// Whether what comes before an address may be a call.
  @inline(__always) private func isCode(_ address: UInt64) -> Bool {
    for range in code where range.contains(address &- 1) { return true }
    return false
  }
}
