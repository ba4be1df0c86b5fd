/// The field `Date`, which is written anew only when another second begins.
@safe
final class DateField: @unchecked Sendable {
  private let clock: @Sendable () -> Int?
  private var second: Int?
  private var line: [UInt8] = []

  /// Makes one.
  ///
  /// - Parameter clock: Tells the seconds since the start of 1970; nil if nobody knows them.
  init(clock: @escaping @Sendable () -> Int?) { self.clock = clock }

  /// The field with its line end; empty if nobody knows the date, as a wrong one is worse.
  ///
  /// Source: RFC 9110, section 6.6.1.
  var present: [UInt8] {
    let now = clock()
    if now != second {
      second = now
      line.removeAll(keepingCapacity: true)
      if let now {
        line.append("Date: ")
        HTTPDate.append(now, to: &line)
        line.append("\r\n")
      }
    }
    return line
  }
}
