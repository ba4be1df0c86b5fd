public import Telemetry

/// Counters as text, one to a line.
public struct CounterText: ~Copyable, ByteSink {
  /// What has been written, in ASCII.
  public private(set) var bytes: [UInt8] = []
  private let format: CounterFormat

  /// Makes an empty text.
  public init(_ format: CounterFormat) { self.format = format }

  /// Adds a line.
  ///
  /// - Parameters:
  ///   - name: What the counter is called.
  ///   - value: Its value.
  public mutating func add(_ name: borrowing CounterName, _ value: UInt64) {
    if format == .prometheus { write("swiftlet_") }
    let start = bytes.count
    name.write(to: &self)
    if format == .prometheus {
      for index in start..<bytes.count { bytes[index] = Self.metricByte(bytes[index]) }
    }
    write(UInt8(ascii: " "))
    write(decimal: value)
    write(UInt8(ascii: "\n"))
  }

  public mutating func write(_ byte: UInt8) { bytes.append(byte) }

  /// The byte that stands for one of a name where metrics are named: `[a-z0-9_]`.
  private static func metricByte(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
    default: UInt8(ascii: "_")
    }
  }
}
