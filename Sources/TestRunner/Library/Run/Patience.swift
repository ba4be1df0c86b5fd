internal import Machine

/// How long somebody who never stops talking is listened to after a limit.
///
/// What came before the limit counts, even if it is looked at late: on a busy host it may still
/// lie in the channels. It is no more than some events, and they are taken within a moment; who
/// has more to say than that has gone on talking.
struct Patience {
  /// More events than all channels hold at one time.
  static let eventCount = 64
  /// How long it lasts at least.
  static let duration = Duration.milliseconds(200)

  private var takenCount = 0
  private var start: ContinuousClock.Instant?

  /// Notes that one more event may be taken, and says whether it is one too many.
  ///
  /// - Parameters:
  ///   - limit: From when on patience is needed.
  ///   - now: The time.
  /// - Returns: Always false before the limit.
  mutating func isOver(
    after limit: ContinuousClock.Instant, at now: ContinuousClock.Instant = .now
  ) -> Bool {
    guard now >= limit else { return false }
    let start = start ?? now
    self.start = start
    takenCount += 1
    return takenCount > Self.eventCount && now - start >= Self.duration
  }
}

extension VirtualMachine {
  /// The next event before a limit, or one that came before it.
  ///
  /// - Parameters:
  ///   - limit: When to give up.
  ///   - patience: Ends those who talk on after the limit.
  /// - Returns: Nil if there is none, or if the machine cannot be asked.
  func nextEvent(
    until limit: ContinuousClock.Instant, _ patience: inout Patience
  ) -> MachineEvent? {
    patience.isOver(after: limit) ? nil : try? nextEvent(until: limit)
  }
}
