/// Reads numbers and the signs between them from the value of an argument.
public struct ArgumentReader {
  private let bytes: ArraySlice<UInt8>
  /// Where the next byte is.
  private var place: Int

  /// Starts at the first byte.
  public init(_ value: ArraySlice<UInt8>) {
    bytes = value
    place = value.startIndex
  }

  /// Whether nothing is left.
  public var isAtEnd: Bool { place == bytes.endIndex }

  /// What is left.
  public var remaining: ArraySlice<UInt8> { bytes[place...] }

  /// Takes a number, decimal or with `0x` before it hexadecimal.
  ///
  /// - Returns: Nil if no number stands here or it is too large.
  public mutating func number<T: FixedWidthInteger>(_ type: T.Type = T.self) -> T? {
    var radix: T = 10
    if bytes.endIndex - place > 2, bytes[place] == 0x30, bytes[place + 1] | 0x20 == 0x78 {
      radix = 16
      place += 2
    }
    var value: T = 0
    var digitCount = 0
    while !isAtEnd, let digit = Self.digit(bytes[place]), digit < radix {
      let (scaled, overflow) = value.multipliedReportingOverflow(by: radix)
      let (sum, carry) = scaled.addingReportingOverflow(T(digit))
      guard !overflow, !carry else { return nil }
      value = sum
      digitCount += 1
      place += 1
    }
    return digitCount > 0 ? value : nil
  }

  /// Takes one sign.
  ///
  /// - Returns: False if another stands here.
  public mutating func take(_ sign: Unicode.Scalar) -> Bool {
    guard !isAtEnd, UInt32(bytes[place]) == sign.value else { return false }
    place += 1
    return true
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
