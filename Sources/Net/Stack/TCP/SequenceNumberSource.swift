internal import Wire

/// First sequence numbers that nobody outside can foretell, and SYN cookies.
///
/// Source: RFC 6528, section 3; RFC 4987, section 3.6.
struct SequenceNumberSource {
  private let numbers: RandomSource
  private let cookies: RandomSource

  /// How many sizes of segments a cookie can tell apart.
  private static let sizes: [UInt16] = [536, 1024, 1220, 1360, 1400, 1440, 1452, 1460]
  /// For how long a cookie is good: two of these, in nanoseconds.
  private static let period: UInt64 = 64_000_000_000

  /// Makes a source whose secrets are drawn from a generator.
  init(random: inout RandomSource) {
    numbers = RandomSource(key: (random.next(), random.next()))
    cookies = RandomSource(key: (random.next(), random.next()))
  }

  /// The first number of a connection: a clock that ticks every 4 microseconds, shifted for each
  /// pair of ends.
  func initial(_ key: ConnectionKey, now: Instant) -> SequenceNumber {
    let clock = UInt32(truncatingIfNeeded: now.nanoseconds / 4_000)
    return SequenceNumber(clock &+ UInt32(truncatingIfNeeded: numbers.hash(key.bits)))
  }

  /// What the timestamps of a connection are shifted by.
  func timestampOffset(_ key: ConnectionKey) -> UInt32 {
    UInt32(truncatingIfNeeded: numbers.hash(key.bits) >> 32)
  }

  // MARK: Cookies

  /// The first number of an answer that remembers the SYN instead of us.
  ///
  /// - Parameters:
  ///   - key: The pair of ends.
  ///   - syn: The SYN.
  ///   - now: The present.
  /// - Returns: The number.
  func cookie(_ key: ConnectionKey, syn: TCPHeader, now: Instant) -> SequenceNumber {
    let wanted = syn.maximumSegmentSize ?? 536
    let size = UInt32(Self.sizes.lastIndex { $0 <= wanted } ?? 0)
    return cookie(
      key, number: syn.sequenceNumber, count: now.nanoseconds / Self.period, size: size)
  }

  /// The size of segments that a SYN named whose answer was a cookie.
  ///
  /// - Parameters:
  ///   - key: The pair of ends.
  ///   - cookie: The number that is acknowledged, less one.
  ///   - number: The peer's first number.
  ///   - now: The present.
  /// - Returns: Nil if it is no cookie of ours, or too old.
  func segmentSize(
    _ key: ConnectionKey, cookie: SequenceNumber, number: SequenceNumber, now: Instant
  ) -> UInt16? {
    let size = cookie.rawValue & 7
    let count = now.nanoseconds / Self.period
    for past in 0..<min(2, count + 1)
    where self.cookie(key, number: number, count: count - past, size: size) == cookie {
      return Self.sizes[Int(size)]
    }
    return nil
  }

  private func cookie(
    _ key: ConnectionKey, number: SequenceNumber, count: UInt64, size: UInt32
  ) -> SequenceNumber {
    let inner = cookies.hash(key.bits)
    let mixed = cookies.hash(inner ^ (count << 32 | UInt64(number.rawValue)))
    return SequenceNumber(UInt32(truncatingIfNeeded: mixed) & ~7 | size)
  }
}
