internal import Net

/// The field `Date`, which is written anew only when another second begins.
@safe
final class DateField: @unchecked Sendable {
  private let clock: @Sendable () -> Int?
  private var second: Int?
  private var line: [UInt8] = []
  /// When to look at the clock again, by the one that deadlines count by.
  private var nextLook = Instant(nanoseconds: 0)

  /// How late the date may be, in nanoseconds.
  private static var tolerance: UInt64 { 10_000_000 }

  /// Makes one.
  ///
  /// - Parameter clock: Tells the seconds since the start of 1970; nil if nobody knows them.
  init(clock: @escaping @Sendable () -> Int?) { self.clock = clock }

  /// The field with its line end; empty if nobody knows the date, as a wrong one is worse.
  ///
  /// Source: RFC 9110, section 6.6.1.
  ///
  /// - Parameter now: The present.
  /// - Returns: The field.
  @inline(__always)
  func line(at now: Instant) -> [UInt8] {
    if now >= nextLook { look(now) }
    return line
  }

  @inline(never)
  private func look(_ now: Instant) {
    nextLook = now.advanced(byNanoseconds: Self.tolerance)
    let now = clock()
    guard now != second else { return }
    second = now
    line.removeAll(keepingCapacity: true)
    if let now {
      line.append("Date: ")
      HTTPDate.append(now, to: &line)
      line.append("\r\n")
    }
  }
}
