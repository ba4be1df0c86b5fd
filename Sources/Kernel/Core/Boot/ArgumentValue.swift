public import Telemetry

/// The value of a word of the command line, and what it may be read as.
///
/// Reading is strict: the whole value must be of the form that is asked for.
public struct ArgumentValue: Sendable {
  /// The word's key.
  public let key: StaticString
  /// What stands behind the equals sign; nil if the word has none.
  public let bytes: ArraySlice<UInt8>?

  /// Makes a value of its parts.
  public init(key: StaticString, bytes: ArraySlice<UInt8>?) {
    self.key = key
    self.bytes = bytes
  }

  /// Reads a whole number: decimal or with `0x` hexadecimal, perhaps with a minus sign before it.
  public func integer() throws(ArgumentError) -> Int {
    var reader = ArgumentReader(bytes ?? [])
    let isNegative = reader.take("-")
    if let magnitude = reader.number(UInt.self), reader.isAtEnd {
      if !isNegative, let value = Int(exactly: magnitude) { return value }
      if isNegative, magnitude <= UInt(Int.max) + 1 {
        return Int(truncatingIfNeeded: 0 &- magnitude)
      }
    }
    throw error("a whole number of 64 bits")
  }

  /// Reads yes or no; a word without a value says yes.
  public func flag() throws(ArgumentError) -> Bool {
    guard let bytes else { return true }
    if Self.isOne(of: ["yes", "on", "true", "1"], bytes) { return true }
    if Self.isOne(of: ["no", "off", "false", "0"], bytes) { return false }
    throw error("yes or no")
  }

  /// Reads a time: a whole number and one of the units ns, us, ms, s, min, h.
  public func duration() throws(ArgumentError) -> Duration {
    var reader = ArgumentReader(bytes ?? [])
    if let count = reader.number(Int64.self), let unit = Self.nanoseconds(reader.remaining) {
      let (nanoseconds, overflow) = count.multipliedReportingOverflow(by: unit)
      if !overflow { return .nanoseconds(nanoseconds) }
    }
    throw error("a time such as 500ms or 10s")
  }

  /// Reads an IPv4 address.
  ///
  /// - Returns: The address as a number: 10.0.0.42 is 0x0a00002a.
  public func address() throws(ArgumentError) -> UInt32 {
    var reader = ArgumentReader(bytes ?? [])
    if let address = Self.address(&reader), reader.isAtEnd { return address }
    throw error("an IPv4 address")
  }

  /// Reads an IPv4 address and the length of its network's prefix: `10.0.0.42/24`.
  ///
  /// - Returns: The address as a number, and a length of 0 to 32; 24 if none stands there.
  public func addressAndPrefix() throws(ArgumentError) -> (address: UInt32, prefixLength: UInt8) {
    var reader = ArgumentReader(bytes ?? [])
    if let address = Self.address(&reader) {
      if reader.isAtEnd { return (address, 24) }
      if reader.take("/"), let length = reader.number(UInt8.self), length <= 32, reader.isAtEnd {
        return (address, length)
      }
    }
    throw error("an IPv4 address with a prefix such as 10.0.0.42/24")
  }

  /// Reads the name of a level of the log.
  public func logLevel() throws(ArgumentError) -> LogLevel {
    // Safe: any byte is a valid byte.
    if let bytes, let level = unsafe LogLevel(name: bytes.span.bytes) { return level }
    throw error("a level such as debug, info or warning")
  }

  /// How to take samples; see `ProfileArgument`.
  public func sampling() throws(ArgumentError) -> SamplingSettings {
    if let argument = ProfileArgument(bytes ?? []) { return argument.settings }
    throw error("a rate such as 1000, 1000,seed=7 or nmi:1000")
  }

  /// What to throw for a value that is not what was expected.
  public func error(_ expectation: StaticString) -> ArgumentError {
    ArgumentError(key, bytes, expected: expectation)
  }

  private static func address(_ reader: inout ArgumentReader) -> UInt32? {
    var address: UInt32 = 0
    for index in 0..<4 {
      if index > 0, !reader.take(".") { return nil }
      guard let byte = reader.number(UInt8.self) else { return nil }
      address = address << 8 | UInt32(byte)
    }
    return address
  }

  private static func nanoseconds(_ unit: ArraySlice<UInt8>) -> Int64? {
    if equals(unit, "ns") { return 1 }
    if equals(unit, "us") { return 1_000 }
    if equals(unit, "ms") { return 1_000_000 }
    if equals(unit, "s") { return 1_000_000_000 }
    if equals(unit, "min") { return 60_000_000_000 }
    if equals(unit, "h") { return 3_600_000_000_000 }
    return nil
  }

  private static func isOne(of texts: [4 of StaticString], _ bytes: ArraySlice<UInt8>) -> Bool {
    for index in 0..<4 where equals(bytes, texts[index]) { return true }
    return false
  }

  /// Whether bytes are those of a text.
  public static func equals(_ bytes: ArraySlice<UInt8>, _ text: StaticString) -> Bool {
    guard bytes.count == text.utf8CodeUnitCount else { return false }
    var offset = 0
    // Safe: the offset is below the number of the text's bytes.
    while offset < bytes.count,
      unsafe bytes[bytes.startIndex + offset] == text.utf8Start[offset]
    {
      offset += 1
    }
    return offset == bytes.count
  }
}
