extension Session {
  /// Lets the guest go on: `c`, `s`, and `C`, `S` with a signal.
  mutating func resume(_ letter: UInt8, _ packet: PacketScanner) {
    var scanner = packet
    passedSignal = 0
    if letter == UInt8(ascii: "C") || letter == UInt8(ascii: "S") {
      guard let signal = scanner.takeHexadecimalByte() else { return answer(.badPacket) }
      passedSignal = signal
      _ = scanner.take(UInt8(ascii: ";"))
    }
    if let address = scanner.takeNumber() { registers[.rip] = address }
    go(letter == UInt8(ascii: "s") || letter == UInt8(ascii: "S") ? .step : .run)
  }

  /// Lets the guest go on as `vCont` says: the first action that is meant for the processor.
  mutating func resumeThreads(_ packet: PacketScanner) {
    var scanner = packet
    while scanner.take(UInt8(ascii: ";")) {
      guard let letter = scanner.takeByte(), let action = takeAction(letter, &scanner) else {
        return answer(.badPacket)
      }
      var isMeant = true
      if scanner.take(UInt8(ascii: ":")) {
        guard let thread = scanner.takeThread() else { return answer(.badPacket) }
        isMeant = thread <= 1
      }
      guard isMeant else { continue }
      passedSignal = action.signal
      return go(action.resumption)
    }
    answer(.badPacket)
  }

  private func takeAction(
    _ letter: UInt8, _ scanner: inout PacketScanner
  ) -> (resumption: Resumption, signal: UInt8)? {
    switch letter {
    case UInt8(ascii: "c"): return (.run, 0)
    case UInt8(ascii: "s"): return (.step, 0)
    case UInt8(ascii: "C"), UInt8(ascii: "S"):
      guard let signal = scanner.takeHexadecimalByte() else { return nil }
      return (letter == UInt8(ascii: "S") ? .step : .run, signal)
    case UInt8(ascii: "r"):
      guard let start = scanner.takeNumber(), scanner.take(UInt8(ascii: ",")),
        let end = scanner.takeNumber(), start <= end
      else { return nil }
      return (.range(start..<end), 0)
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
