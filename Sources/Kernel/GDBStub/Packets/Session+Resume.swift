extension Session {
  /// Lets the guest go on: `c`, `s`, and `C`, `S` with a signal, each perhaps with an address.
  @inline(never)
  mutating func resume(isStepping: Bool, hasSignal: Bool) -> Answer {
    guard takeAction(isStepping: isStepping, hasSignal: hasSignal) else { return .badPacket }
    _ = scanner.take(UInt8(ascii: ";"))
    if let address = scanner.takeNumber() {
      guard Register.isAddress(address) else { return .refused }
      registers[.rip] = address
    }
    return go()
  }

  /// Lets the guest go on as `vCont` says: the first action that is meant for the processor.
  @inline(never)
  mutating func resumeThreads() -> Answer {
    while let action = takeAction() {
      guard action else { break }
      // Threads above the first are tasks, which nobody lets run one by one.
      guard matches(":@"), arguments[0] > 1, arguments[0] != .max else {
        if isMalformed { break }
        return go()
      }
    }
    return .badPacket
  }

  /// Takes an action of `vCont`: nil at the end, false if it makes no sense.
  private mutating func takeAction() -> Bool? {
    let number = match(";c\n;C\n;s\n;S\n;r#,#")
    if number < 0 { return nil }
    guard takeAction(isStepping: number > 1, hasSignal: number == 1 || number == 3) else {
      return false
    }
    guard number == 4 else { return true }
    (rangeStart, rangeEnd) = (arguments[0], arguments[1])
    return rangeStart <= rangeEnd
  }

  /// Notes how the guest goes on, with the signal that follows.
  @inline(never)
  private mutating func takeAction(isStepping: Bool, hasSignal: Bool) -> Bool {
    self.isStepping = isStepping
    (rangeStart, rangeEnd, passedSignal) = (0, 0, 0)
    guard hasSignal else { return true }
    guard let signal = scanner.takeHexadecimalByte() else { return false }
    passedSignal = signal
    return true
  }

  /// Lets the guest go on; the debugger hears of it when it stops.
  @inline(never)
  private mutating func go() -> Answer {
    isSteppingOver = breakpoints.find(registers[.rip], .panic) != nil
    owesStop = true
    isHalted = false
    prepareToRun()
    return .later
  }
}
