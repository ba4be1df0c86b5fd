public import Telemetry

/// A moment of the wall clock.
public struct Timestamp: Hashable, Comparable, Sendable {
  /// Whole seconds since the start of 1970 in universal time; leap seconds are not counted.
  public let seconds: Int
  /// Nanoseconds after those, below a thousand million.
  public let nanoseconds: UInt32

  /// Makes a moment; nanoseconds beyond a second are carried.
  public init(seconds: Int, nanoseconds: Int = 0) {
    let rest = nanoseconds % 1_000_000_000
    let carried = nanoseconds / 1_000_000_000 - (rest < 0 ? 1 : 0)
    self.seconds = seconds + carried
    self.nanoseconds = UInt32(rest < 0 ? rest + 1_000_000_000 : rest)
  }

  /// The moment so many nanoseconds later, or earlier if they are negative.
  public func advanced(byNanoseconds interval: Int) -> Timestamp {
    Timestamp(seconds: seconds, nanoseconds: Int(nanoseconds) + interval)
  }

  /// Date and time of day in universal time.
  public var date: CalendarDate { CalendarDate(secondsSince1970: seconds) }

  public static func < (left: Self, right: Self) -> Bool {
    left.seconds == right.seconds
      ? left.nanoseconds < right.nanoseconds : left.seconds < right.seconds
  }

  /// Writes the moment as a text: `2030-03-01T00:00:00.250Z`.
  ///
  /// Source: RFC 3339, section 5.6, which knows the years 0 to 9999.
  ///
  /// - Parameters:
  ///   - sink: Takes the text.
  ///   - fractionDigits: Digits of the fraction of a second, 0 to 9; what is beyond is cut off.
  public func write<Sink: ByteSink & ~Copyable>(to sink: inout Sink, fractionDigits: Int = 3) {
    let date = date
    Self.write(date.year, digits: 4, to: &sink)
    sink.write(0x2d)
    Self.write(date.month, digits: 2, to: &sink)
    sink.write(0x2d)
    Self.write(date.day, digits: 2, to: &sink)
    sink.write(0x54)
    Self.write(date.hour, digits: 2, to: &sink)
    sink.write(0x3a)
    Self.write(date.minute, digits: 2, to: &sink)
    sink.write(0x3a)
    Self.write(date.second, digits: 2, to: &sink)
    if fractionDigits > 0 {
      sink.write(0x2e)
      var fraction = Int(nanoseconds)
      for _ in min(fractionDigits, 9)..<9 { fraction /= 10 }
      Self.write(fraction, digits: min(fractionDigits, 9), to: &sink)
    }
    sink.write(0x5a)
  }

  private static func write<Sink: ByteSink & ~Copyable>(
    _ number: Int, digits: Int, to sink: inout Sink
  ) {
    var divisor = 1
    for _ in 1..<digits { divisor *= 10 }
    while divisor > 0 {
      sink.write(0x30 + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }
}
