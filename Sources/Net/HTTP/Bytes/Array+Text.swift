extension Array where Element == UInt8 {
  /// The elements, to be read in place.
  var raw: RawSpan {
    @inline(__always)
    @_lifetime(borrow self)
    get {
      // Safe: any byte is a valid byte; the span ends with the array.
      unsafe span.bytes
    }
  }

  /// The bytes of a text.
  public init(_ text: StaticString) {
    self = []
    append(text)
  }

  /// Adds the bytes of a text.
  @inline(__always)
  mutating func append(_ text: StaticString) {
    // Safe: the bytes of a static string live as long as the program.
    unsafe append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Adds the bytes of a span.
  @inline(__always)
  mutating func append(_ bytes: RawSpan) {
    // Safe: bytes are copied before the closure ends.
    unsafe bytes.withUnsafeBytes { unsafe append(contentsOf: $0.bindMemory(to: UInt8.self)) }
  }

  /// Adds the decimal digits of a number, with as many zeros before as make up a width.
  mutating func append(decimal number: Int, width: Int = 1) {
    var digits: [20 of UInt8] = .init(repeating: ASCII.zero)
    var (rest, count) = (number.magnitude, 0)
    while rest > 0 || count < width {
      digits[19 - count] = ASCII.zero + UInt8(rest % 10)
      rest /= 10
      count += 1
    }
    if number < 0 { append(ASCII.minus) }
    for index in 20 - count..<20 { append(digits[index]) }
  }

  /// Adds the hexadecimal digits of a number.
  mutating func append(hexadecimal number: UInt64, width: Int = 1) {
    let count = Swift.max(width, (67 - number.leadingZeroBitCount) / 4)
    for place in stride(from: count - 1, through: 0, by: -1) {
      let digit = UInt8(truncatingIfNeeded: number >> (4 * UInt64(place))) & 15
      append(digit < 10 ? 0x30 + digit : 0x57 + digit)
    }
  }

  /// Whether these are the bytes of a text.
  public func equals(_ text: StaticString) -> Bool { raw.equals(0..<count, text) }

  /// Whether these are the bytes of a text, whose letters are lower case, in upper or lower case.
  public func matches(_ text: StaticString) -> Bool { raw.matches(0..<count, text) }
}
