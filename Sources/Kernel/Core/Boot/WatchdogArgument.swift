/// How long a task may keep the processor, as the command line says it: `watchdog=500` for 500 ms,
/// `watchdog=0` for as long as it likes, `watchdog=panic` or `watchdog=500,panic` to end the guest.
public struct WatchdogArgument: Equatable, Sendable {
  /// Key of the argument.
  public static var key: StaticString { "watchdog" }

  /// The limit in nanoseconds, at most a minute; 0 for none, nil if the argument does not say.
  public let limit: UInt64?
  /// Whether a task that keeps it for longer ends the guest.
  public let isFatal: Bool

  /// Reads the value of the argument.
  ///
  /// - Returns: Nil if it makes no sense.
  public init?(_ value: ArraySlice<UInt8>) {
    var reader = ArgumentReader(value)
    let milliseconds = reader.number(UInt64.self)
    guard milliseconds ?? 0 <= 60_000 else { return nil }
    limit = milliseconds.map { $0 * 1_000_000 }
    guard !reader.isAtEnd else {
      isFatal = false
      guard milliseconds != nil else { return nil }
      return
    }
    guard milliseconds == nil || reader.take(","),
      ArgumentValue.equals(reader.remaining, "panic")
    else { return nil }
    isFatal = true
  }
}
