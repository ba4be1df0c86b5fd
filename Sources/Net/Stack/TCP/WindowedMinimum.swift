/// The least of the values seen lately.
///
/// It keeps the least value of the present and of the last span of time, and so forgets a value
/// after one to two spans.
struct WindowedMinimum {
  private var current = UInt64.max
  private var previous = UInt64.max
  private var began = Instant(nanoseconds: 0)

  /// Length of a span, in nanoseconds.
  static let span: UInt64 = 10_000_000_000

  /// The least value; nil if there was none yet.
  var value: UInt64? {
    let least = min(current, previous)
    return least == .max ? nil : least
  }

  /// Takes a value.
  mutating func add(_ value: UInt64, now: Instant) {
    if now.nanoseconds(since: began) >= Self.span {
      previous = current
      current = .max
      began = now
    }
    current = min(current, value)
  }
}
