internal import Wire

/// How far a peer had come with what is sent to it when memory was short, and when that was.
///
/// Nothing is measured as long as there is memory: a peer's pace shows when it is looked at twice.
struct PeerPace {
  /// The first number that the peer had not acknowledged.
  let number: SequenceNumber
  /// When that was.
  let time: Instant

  /// What a peer has to take while others wait for memory, in bytes for each `period`.
  static let leastByteCount = 16_384
  /// In nanoseconds: a little less than the time after which a SYN is sent again.
  static let period: UInt64 = 900_000_000

  /// What the pace looks like at a later time.
  enum Verdict {
    /// The peer has taken enough: it is measured from here on.
    case fast
    /// It is too early to say.
    case open
    /// The peer has taken too little.
    case slow
  }

  /// Judges the peer by how far it has come.
  func judge(_ present: SequenceNumber, now: Instant) -> Verdict {
    if present.distance(from: number) >= Self.leastByteCount { return .fast }
    return now.nanoseconds(since: time) >= Self.period ? .slow : .open
  }
}
