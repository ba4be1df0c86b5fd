/// A limit on how often something is done: a burst at once, then at a steady rate.
struct TokenBucket {
  /// Number of times that are allowed at once.
  let capacity: UInt64
  /// Time after which one more is allowed.
  let nanosecondsPerToken: UInt64

  private var tokens: UInt64
  private var refilled: Instant

  /// Starts with a full bucket.
  init(capacity: UInt64, nanosecondsPerToken: UInt64) {
    self.capacity = capacity
    self.nanosecondsPerToken = nanosecondsPerToken
    tokens = capacity
    refilled = Instant(nanoseconds: 0)
  }

  /// Takes one token and, as far as there are, some more.
  ///
  /// - Parameters:
  ///   - now: The present.
  ///   - surplus: Number of tokens that are lost besides.
  /// - Returns: Whether there was a token.
  mutating func take(now: Instant, surplus: UInt64) -> Bool {
    let earned = now.nanoseconds(since: refilled) / nanosecondsPerToken
    if earned > 0 {
      tokens = earned < capacity &- tokens ? tokens &+ earned : capacity
      refilled = refilled.advanced(byNanoseconds: earned &* nanosecondsPerToken)
    }
    guard tokens > 0 else { return false }
    tokens -= min(tokens, 1 + surplus)
    return true
  }
}
