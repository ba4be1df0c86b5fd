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
    let (whole, rest) = UInt64(count).quotientAndRemainder(dividingBy: UInt64(minimumRate))
    let (seconds, isTooLong) = whole.multipliedReportingOverflow(by: 1_000_000_000)
    guard !isTooLong else { return nil }
    // The rest is less than the divisor, so that the quotient fits.
    let part = UInt64(minimumRate).dividingFullWidth(
      rest.multipliedFullWidth(by: 1_000_000_000)
    ).quotient
    return start.advanced(byNanoseconds: grace).advanced(byNanoseconds: seconds)
      .advanced(byNanoseconds: part)
  }
}
