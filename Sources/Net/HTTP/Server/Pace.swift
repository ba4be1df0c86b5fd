internal import Net

/// How slow a content may come: a start, and then at least so many bytes a second.
struct Pace: Sendable {
  /// When the wait for the content began.
  let start: Instant
  /// Nanoseconds that are granted before anything need have come.
  let grace: UInt64
  /// Bytes a second on the average from then on; 0 demands nothing.
  let minimumRate: Int

  /// When the next byte must have come.
  ///
  /// - Parameter count: How many have.
  /// - Returns: The time; nil if any will do.
  func deadline(after count: Int) -> Instant? {
    guard minimumRate > 0 else { return nil }
    let earned = UInt64(count) * 1_000_000_000 / UInt64(minimumRate)
    return start.advanced(byNanoseconds: grace + earned)
  }
}
