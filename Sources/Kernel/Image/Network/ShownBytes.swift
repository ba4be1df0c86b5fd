/// Bytes that a service is shown where they lie, in a packet or in a connection's memory.
///
/// The network is at work then: whoever used it would change what it is in the middle of.
enum ShownBytes {
  // Safe, all of them: one core, and no interrupt handler looks at them.
  nonisolated(unsafe) private static var areShown = false
  /// The round of the run loop in which packets were shown last, and how many bytes of them.
  nonisolated(unsafe) private static var round: UInt64 = 0
  nonisolated(unsafe) private static var byteCount = 0

  /// How many bytes of packets are shown in one round: what comes then waits for its task, as for
  /// all others.
  private static var roundLimit: Int { 1 << 20 }

  /// Whether so many bytes more may be shown before tasks and timers get their turn.
  @inline(__always)
  static func fitIntoRound(_ more: Int) -> Bool {
    if unsafe round != Watchdog.rounds {
      unsafe round = Watchdog.rounds
      unsafe byteCount = 0
    }
    unsafe byteCount &+= more
    return unsafe byteCount <= roundLimit
  }

  /// Shows bytes to a closure of a service.
  ///
  /// - Returns: What the closure returns.
  @inline(__always)
  static func show(_ bytes: RawSpan, to body: (RawSpan) -> Int) -> Int {
    unsafe areShown = true
    let count = body(bytes)
    unsafe areShown = false
    return count
  }

  /// Ends the guest if the network is used meanwhile.
  @inline(__always)
  static func precludeUse() {
    if unsafe areShown { refuse() }
  }

  @inline(never)
  private static func refuse() -> Never {
    panic("the network is used while bytes are shown in place")
  }
}
