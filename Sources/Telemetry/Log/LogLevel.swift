/// How much a line of the log matters, the least first.
public enum LogLevel: UInt8, Sendable {
  /// Every step, for somebody who follows one request.
  case trace
  /// What helps to find a fault.
  case debug
  /// What a service does in the ordinary course of things.
  case info
  /// What somebody who operates it wants to see.
  case notice
  /// Something is odd, and the service goes on.
  case warning
  /// Something failed.
  case error
  /// The service cannot do what it is for.
  case critical

  /// The first eight columns are the first level's name, padded with spaces, and so on.
  private static var names: StaticString {
    "trace   debug   info    notice  warning error   critical"
  }

  /// Finds a level by its name; nil if no level is called so.
  ///
  /// - Parameter name: The name's bytes.
  public init?(name: borrowing RawSpan) {
    guard name.byteCount <= 8 else { return nil }
    var rawValue: UInt8 = 0
    while !Self.matches(name, rawValue) {
      rawValue += 1
      guard rawValue < 7 else { return nil }
    }
    self.init(rawValue: rawValue)
  }

  /// Whether a level has a name, which is at most eight bytes long.
  @inline(never)
  private static func matches(_ name: borrowing RawSpan, _ rawValue: UInt8) -> Bool {
    for column in 0..<8
    where byte(column, of: rawValue) != (column < name.byteCount ? name.byte(at: column) : 0x20) {
      return false
    }
    return true
  }

  /// Writes what the level is called.
  public func writeName<Sink: ByteSink & ~Copyable>(to sink: inout Sink) {
    for column in 0..<8 {
      let byte = Self.byte(column, of: rawValue)
      guard byte != 0x20 else { return }
      sink.write(byte)
    }
  }

  @inline(never)
  private static func byte(_ column: Int, of rawValue: UInt8) -> UInt8 {
    // Safe: there are seven names of eight columns each.
    unsafe names.utf8Start[Int(rawValue) &* 8 &+ column]
  }
}

extension LogLevel: Comparable {
  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
