extension Session {
  /// Sets a breakpoint or watchpoint.
  ///
  /// What the processor cannot do gets an empty reply: gdb then looks for reads by way of accesses.
  mutating func insertBreakpoint(_ packet: PacketScanner) {
    var scanner = packet
    guard let kind = scanner.takeByte(), let (address, byteCount) = Self.place(&scanner) else {
      answer(.badPacket)
      return
    }
    switch kind {
    case UInt8(ascii: "0"): insertSoftware(address, scanner)
    case UInt8(ascii: "1"):
      guard target.mayBreak(at: address) else { return answer(.refused) }
      insertHardware(address, 1, .execute)
    case UInt8(ascii: "2"): insertHardware(address, byteCount, .write)
    case UInt8(ascii: "4"): insertHardware(address, byteCount, .readOrWrite)
    default: answer("")
    }
  }

  /// Takes a breakpoint or watchpoint away.
  mutating func removeBreakpoint(_ packet: PacketScanner) {
    var scanner = packet
    guard let kind = scanner.takeByte(), let (address, byteCount) = Self.place(&scanner) else {
      answer(.badPacket)
      return
    }
    switch kind {
    case UInt8(ascii: "0"):
      breakpoints.remove(address, .debugger)
      // gdb takes all away at every stop, and sends their conditions again.
      if breakpoints.isEmpty(.debugger) { conditions.removeAll() }
    case UInt8(ascii: "1"): debugRegisters.remove(address, byteCount: 1, .execute)
    case UInt8(ascii: "2"): debugRegisters.remove(address, byteCount: byteCount, .write)
    case UInt8(ascii: "4"): debugRegisters.remove(address, byteCount: byteCount, .readOrWrite)
    default: return answer("")
    }
    answer("OK")
  }

  private static func place(_ scanner: inout PacketScanner) -> (UInt64, UInt64)? {
    guard scanner.take(UInt8(ascii: ",")), let address = scanner.takeNumber(),
      scanner.take(UInt8(ascii: ",")), let byteCount = scanner.takeNumber()
    else { return nil }
    return (address, byteCount)
  }

  private mutating func insertSoftware(_ address: UInt64, _ conditions: PacketScanner) {
    // A byte is read and written back, so that it is known that both can be done.
    guard target.mayBreak(at: address), !isShownCaller(address),
      target.read(address, into: scratch[0..<1]) == 1,
      target.write(scratch[0..<1], to: address)
    else { return answer(.badAddress) }
    guard let index = breakpoints.insert(address, .debugger) else {
      return answer(.noRoom)
    }
    let isStored = storeConditions(conditions, of: index)
    if !isStored { breakpoints.remove(address, .debugger) }
    answer(isStored, else: .noRoom)
  }

  private mutating func insertHardware(
    _ address: UInt64, _ byteCount: UInt64, _ access: DebugRegisters.Access
  ) {
    let isDone = debugRegisters.insert(address, byteCount: byteCount, access)
    answer(isDone, else: .noRoom)
  }

  /// Keeps what comes with a breakpoint: conditions, `;X` with a length and bytes each, and
  /// commands, `;cmds:` with a number and then the same without semicolons.
  private mutating func storeConditions(_ packet: PacketScanner, of index: Int) -> Bool {
    var scanner = packet
    breakpoints.setCondition(index, 0)
    guard scanner.next == UInt8(ascii: ";") else { return true }
    guard let place = conditions.begin() else { return false }
    while scanner.take(UInt8(ascii: ";")) {
      if scanner.take("cmds:") {
        guard scanner.takeNumber() != nil, scanner.take(UInt8(ascii: ",")) else { return false }
        repeat {
          guard storeCode(&scanner, isCommand: true) else { return false }
        } while scanner.next == UInt8(ascii: "X")
      } else if !storeCode(&scanner, isCommand: false) {
        return false
      }
    }
    breakpoints.setCondition(index, place)
    return true
  }

  private mutating func storeCode(_ scanner: inout PacketScanner, isCommand: Bool) -> Bool {
    guard scanner.take(UInt8(ascii: "X")), let count = scanner.takeCount(),
      scanner.take(UInt8(ascii: ",")), let digits = scanner.take(count: count * 2)
    else { return false }
    var code = PacketScanner(digits)
    guard let bytes = code.takeHexadecimalBytes() else { return false }
    return conditions.append(bytes, isCommand: isCommand)
  }
}
