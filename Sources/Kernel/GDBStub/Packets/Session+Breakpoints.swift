extension Session {
  /// Sets or takes away a breakpoint or watchpoint: its kind, address and number of bytes are the
  /// arguments.
  ///
  /// What the processor cannot do gets an empty reply: gdb then looks for reads by way of accesses.
  @inline(never)
  mutating func changeBreakpoint(isWanted: Bool) -> Answer {
    let (kind, address) = (arguments[0], arguments[1])
    if kind == 0 { return isWanted ? insertSoftware(address) : removeSoftware(address) }
    // A breakpoint has one byte here, whatever gdb says; watchpoints are never refused a place.
    guard let access = DebugRegisters.Access(breakpoint: kind) else { return .unknown }
    let byteCount = access == .execute ? 1 : arguments[2]
    if !isWanted {
      debugRegisters.remove(address, byteCount: byteCount, access)
      return .done
    }
    // Two addresses that differ in bits that no address has would be the same to `DebugRegisters`.
    guard Register.isAddress(address), target.mayBreak(at: address, byteCount: byteCount) else {
      return .refused
    }
    return debugRegisters.insert(address, byteCount: byteCount, access) ? .done : .noRoom
  }

  private mutating func removeSoftware(_ address: UInt64) -> Answer {
    forgetSoftware(address)
    return .done
  }

  /// Takes a breakpoint away with its code, which gdb sends again.
  @inline(never)
  private mutating func forgetSoftware(_ address: UInt64) {
    guard let index = breakpoints.find(address, .debugger) else { return }
    conditions.remove(of: index)
    breakpoints.remove(address, .debugger)
  }

  @inline(never)
  private mutating func insertSoftware(_ address: UInt64) -> Answer {
    guard !isShownCaller(address), canPlant(address) else { return .badAddress }
    guard let index = breakpoints.insert(address, .debugger) else { return .noRoom }
    let isStored = storeCode(of: index)
    if isStored, followsCommands(of: index) { return .done }
    forgetSoftware(address)
    return isStored ? .refused : .noRoom
  }

  /// Whether a breakpoint can be in memory at an address, where the stub is not entered.
  @inline(never)
  mutating func canPlant(_ address: UInt64) -> Bool {
    // A byte is read and written back, so that it is known that both can be done.
    target.mayBreak(at: address, byteCount: 1) && readByte(address) != nil
      && target.write(byte, to: address)
  }

  /// Whether all that a breakpoint's commands print can be printed.
  private mutating func followsCommands(of index: Int) -> Bool {
    (isChecking, canPrint) = (true, true)
    _ = evaluate(index, commands: true)
    isChecking = false
    return canPrint
  }

  /// Keeps what comes with a breakpoint: conditions, `;X` with a length and bytes each, and
  /// commands, `;cmds:` with a number and then the same without semicolons.
  @inline(never)
  private mutating func storeCode(of index: Int) -> Bool {
    conditions.remove(of: index)
    guard scanner.next == UInt8(ascii: ";") else { return true }
    var isCommand = false
    while !scanner.isAtEnd {
      switch match(";cmds:#,\n;") {
      case 0: isCommand = true
      case 1: isCommand = false
      default: break
      }
      guard matches("X#,"), let digits = scanner.take(count: count(0) &* 2) else { return false }
      var code = PacketScanner(digits)
      guard let bytes = code.takeHexadecimalBytes(),
        conditions.append(bytes, of: index, isCommand: isCommand)
      else { return false }
    }
    return true
  }
}
