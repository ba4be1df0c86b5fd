internal import Wire

/// What is known of one host on the link.
struct Neighbor {
  /// Where the entry stands in its life.
  ///
  /// ```
  /// free ── a packet waits ──> incomplete ── ARP answered ──> known ── used when stale ──> probing
  ///   <── 3 requests unanswered ──┘   ARP request for us ──> known <── heard from it ────────┘
  /// ```
  enum State: UInt8 {
    /// The entry is of nobody.
    case free
    /// The card was asked for and is not known yet.
    case incomplete
    /// The card is known; stale if that was not confirmed for a while.
    case known
    /// The card is known, used, and asked whether it is still there.
    case probing
  }

  /// How long the card counts as confirmed, in nanoseconds: 30 s (RFC 4861, section 10).
  static let reachableNanoseconds: UInt64 = 30_000_000_000
  /// Time between requests, in nanoseconds: not below 1 s (RFC 1122, section 2.3.2.1).
  static let retryNanoseconds: UInt64 = 1_000_000_000
  /// How long after a doubt there is no other, in nanoseconds.
  ///
  /// Each answer from the card that was known makes it four times as long, up to 64 s: routers that
  /// share a card answer from it, and send from their own.
  static let doubtNanoseconds: UInt64 = 1_000_000_000
  /// Number of requests after which the neighbour is lost.
  static let requestLimit: UInt8 = 3

  /// The host's address.
  var address = IPv4Address.unspecified
  /// The host's card, unless the entry is free or incomplete.
  var hardware = MACAddress.zero
  /// Where the entry stands.
  var state = State.free
  /// Whether a packet of the host came from another card than the known one.
  var isDoubted = false
  /// When the card was last asked for because it was in doubt.
  var doubtedAt: Instant?
  /// The card that was known then.
  var doubtedHardware = MACAddress.zero
  /// How often in a row that card has answered, at most three times.
  var explainedCount: UInt8 = 0
  /// Number of requests since the card was last confirmed.
  var requestCount: UInt8 = 0
  /// When the card was last confirmed; when it was first asked for, in an incomplete entry.
  var confirmed = Instant(nanoseconds: 0)
  /// When the next request is due; only if one is pending.
  var deadline = Instant(nanoseconds: 0)

  /// Whether an answer is awaited.
  var isPending: Bool { state == .incomplete || state == .probing }

  /// Whether a known card was not confirmed for a while.
  func isStale(now: Instant) -> Bool {
    now.nanoseconds(since: confirmed) >= Self.reachableNanoseconds
  }

  /// Whether a packet from another card than the known one is no reason to ask again yet.
  func isExplained(now: Instant) -> Bool {
    guard let doubtedAt else { return false }
    return now.nanoseconds(since: doubtedAt) < Self.doubtNanoseconds << UInt64(2 * explainedCount)
  }

  /// How readily the entry is given up: the lowest first, then the one confirmed longest ago.
  func worth(now: Instant) -> Int {
    switch state {
    case .free: 0
    case .known: isStale(now: now) ? 1 : 3
    case .incomplete: 2
    case .probing: 3
    }
  }
}
