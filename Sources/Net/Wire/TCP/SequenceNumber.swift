/// A place in the stream of a TCP connection, modulo 2^32.
///
/// Two numbers can be compared as long as they lie less than 2^31 apart, as those that are in use
/// on one connection do.
///
/// Source: RFC 9293, section 3.4.
public struct SequenceNumber: RawRepresentable, ExpressibleByIntegerLiteral, Hashable, Sendable {
  /// The number, in host order.
  public var rawValue: UInt32

  /// Makes a sequence number from its bits.
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Makes a sequence number from its bits.
  public init(_ rawValue: UInt32) { self.rawValue = rawValue }

  public init(integerLiteral value: UInt32) { rawValue = value }

  /// How far this number is behind another; negative if it is before it.
  @inline(__always)
  public func distance(from earlier: SequenceNumber) -> Int {
    Int(Int32(bitPattern: rawValue &- earlier.rawValue))
  }

  /// The number so many bytes further on.
  @inline(__always)
  public static func + (number: SequenceNumber, byteCount: Int) -> SequenceNumber {
    SequenceNumber(rawValue: number.rawValue &+ UInt32(truncatingIfNeeded: byteCount))
  }

  /// The number so many bytes before.
  @inline(__always)
  public static func - (number: SequenceNumber, byteCount: Int) -> SequenceNumber {
    SequenceNumber(rawValue: number.rawValue &- UInt32(truncatingIfNeeded: byteCount))
  }

  /// Moves on by so many bytes.
  @inline(__always)
  public static func += (number: inout SequenceNumber, byteCount: Int) {
    number = number + byteCount
  }
}

// The order is no total one, hence no conformance to `Comparable`.
extension SequenceNumber {
  /// Whether a number lies before another.
  @inline(__always)
  public static func < (left: SequenceNumber, right: SequenceNumber) -> Bool {
    left.distance(from: right) < 0
  }

  /// Whether a number lies before another or is the same.
  @inline(__always)
  public static func <= (left: SequenceNumber, right: SequenceNumber) -> Bool {
    left.distance(from: right) <= 0
  }

  /// Whether a number lies behind another.
  @inline(__always)
  public static func > (left: SequenceNumber, right: SequenceNumber) -> Bool {
    left.distance(from: right) > 0
  }

  /// Whether a number lies behind another or is the same.
  @inline(__always)
  public static func >= (left: SequenceNumber, right: SequenceNumber) -> Bool {
    left.distance(from: right) >= 0
  }

  /// The number that lies further on.
  @inline(__always)
  public static func max(_ left: SequenceNumber, _ right: SequenceNumber) -> SequenceNumber {
    left < right ? right : left
  }

  /// The number that lies further back.
  @inline(__always)
  public static func min(_ left: SequenceNumber, _ right: SequenceNumber) -> SequenceNumber {
    right < left ? right : left
  }
}
