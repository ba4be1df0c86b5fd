extension Session {
  /// Sets or takes away a breakpoint or watchpoint: its kind, address and number of bytes are the
  /// arguments.
  ///
  /// What the processor cannot do gets an empty reply: gdb then looks for reads by way of accesses.
  @inline(never)
  mutating func changeBreakpoint(isWanted: Bool) {
    let (kind, address) = (arguments[0], arguments[1])
    if kind == 0 { return isWanted ? insertSoftware(address) : removeSoftware(address) }
    // A breakpoint has one byte here, whatever gdb says; watchpoints are never refused a place.
    guard let access = DebugRegisters.Access(breakpoint: kind) else { return answer(.unknown) }
    let byteCount = access == .execute ? 1 : arguments[2]
    if !isWanted {
      debugRegisters.remove(address, byteCount: byteCount, access)
      return answer(.done)
    }
    guard access != .execute || target.mayBreak(at: address) else { return answer(.refused) }
    let isDone = debugRegisters.insert(address, byteCount: byteCount, access)
    answer(isDone, else: .noRoom)
  }

  private mutating func removeSoftware(_ address: UInt64) {
    // gdb takes one away to step over it, and sends its conditions again.
    if let index = breakpoints.find(address, .debugger) { forgetConditions(of: index) }
    breakpoints.remove(address, .debugger)
    answer(.done)
  }

  @inline(never)
  private mutating func forgetConditions(of index: Int) {
    let place = breakpoints.condition(index)
    guard place > 0 else { return }
    breakpoints.setCondition(index, 0)
    let byteCount = conditions.remove(at: place)
    breakpoints.moveConditions(behind: place, by: byteCount)
  }

  @inline(never)
  private mutating func insertSoftware(_ address: UInt64) {
    // A byte is read and written back, so that it is known that both can be done.
    guard target.mayBreak(at: address), !isShownCaller(address), readByte(address) != nil,
      target.write(byte, to: address)
    else { return answer(.badAddress) }
    guard let index = breakpoints.insert(address, .debugger) else { return answer(.noRoom) }
    let isStored = storeConditions(of: index)
    if !isStored {
      forgetConditions(of: index)
      breakpoints.remove(address, .debugger)
    }
    answer(isStored, else: .noRoom)
  }

  /// Keeps what comes with a breakpoint: conditions, `;X` with a length and bytes each, and
  /// commands, `;cmds:` with a number and then the same without semicolons.
  @inline(never)
  private mutating func storeConditions(of index: Int) -> Bool {
    forgetConditions(of: index)
    guard scanner.next == UInt8(ascii: ";") else { return true }
    guard let place = conditions.begin() else { return false }
    breakpoints.setCondition(index, place)
    var isCommand = false
    while !scanner.isAtEnd {
      if matches(";cmds:#,") {
        isCommand = true
      } else if scanner.take(UInt8(ascii: ";")) {
        isCommand = false
      }
      guard matches("X#,"), let digits = scanner.take(count: count(0) * 2),
        let code = PacketScanner(digits).hexadecimalBytes,
        conditions.append(code, isCommand: isCommand)
      else { return false }
    }
    return true
  }
}
