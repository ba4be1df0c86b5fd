extension Session {
  /// Lets the guest go on: `c`, `s`, and `C`, `S` with a signal.
  mutating func resume(_ letter: UInt8) {
    guard let resumption = takeAction(letter) else { return answer(.badPacket) }
    _ = scanner.take(UInt8(ascii: ";"))
    if let address = scanner.takeNumber() { registers[.rip] = address }
    go(resumption)
  }

  /// Lets the guest go on as `vCont` says: the first action that is meant for the processor.
  @inline(never)
  mutating func resumeThreads() {
    while scanner.take(UInt8(ascii: ";")) {
      guard let letter = scanner.takeByte(), let resumption = takeAction(letter) else { break }
      // Threads above the first are tasks, which nobody lets run one by one.
      guard matches(":@"), arguments[0] > 1, arguments[0] != .max else {
        if isMalformed { break }
        return go(resumption)
      }
    }
    answer(.badPacket)
  }

  /// Takes what an action says behind its letter; the signal is kept.
  @inline(never)
  private mutating func takeAction(_ letter: UInt8) -> Resumption? {
    passedSignal = 0
    switch letter {
    case UInt8(ascii: "c"): return .run
    case UInt8(ascii: "s"): return .step
    case UInt8(ascii: "C"), UInt8(ascii: "S"):
      guard let signal = scanner.takeHexadecimalByte() else { return nil }
      passedSignal = signal
      return letter == UInt8(ascii: "S") ? .step : .run
    case UInt8(ascii: "r"):
      guard matches("#,#"), arguments[0] <= arguments[1] else { return nil }
      return .range(arguments[0]..<arguments[1])
    default: return nil
    }
  }

  /// Lets the guest go on; the debugger hears of it when it stops.
  private mutating func go(_ resumption: Resumption) {
    self.resumption = resumption
    isSteppingOver = breakpoints.find(registers[.rip], .panic) != nil
    owesStop = true
    isHalted = false
    prepareToRun()
  }
}
