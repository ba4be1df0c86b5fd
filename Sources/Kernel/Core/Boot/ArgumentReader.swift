/// Reads numbers and the signs between them from the value of an argument.
public struct ArgumentReader {
  private var rest: ArraySlice<UInt8>

  /// Starts at the first byte.
  public init(_ value: ArraySlice<UInt8>) {
    rest = value
  }

  /// Whether nothing is left.
  public var isAtEnd: Bool { rest.isEmpty }

  /// What is left.
  public var remaining: ArraySlice<UInt8> { rest }

  /// Takes a number, decimal or with `0x` before it hexadecimal.
  ///
  /// - Returns: Nil if no number stands here or it is too large.
  public mutating func number<T: FixedWidthInteger>(_ type: T.Type = T.self) -> T? {
    var radix: T = 10
    if rest.count > 2, rest[rest.startIndex] == 0x30, rest[rest.startIndex + 1] | 0x20 == 0x78 {
      radix = 16
      rest = rest.dropFirst(2)
    }
    var value: T = 0
    var digitCount = 0
    while let digit = rest.first.flatMap({ Self.digit($0) }), digit < radix {
      let (scaled, overflow) = value.multipliedReportingOverflow(by: radix)
      let (sum, carry) = scaled.addingReportingOverflow(T(digit))
      guard !overflow, !carry else { return nil }
      value = sum
      digitCount += 1
      rest = rest.dropFirst()
    }
    return digitCount > 0 ? value : nil
  }

  /// Takes one sign.
  ///
  /// - Returns: False if another stands here.
  public mutating func take(_ sign: Unicode.Scalar) -> Bool {
    guard let first = rest.first, UInt32(first) == sign.value else { return false }
    rest = rest.dropFirst()
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
