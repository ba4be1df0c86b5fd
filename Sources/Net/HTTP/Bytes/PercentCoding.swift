/// Characters written as `%` and two hexadecimal digits.
///
/// Source: RFC 3986, section 2.1.
enum PercentCoding {
  /// Decodes a range of a span.
  ///
  /// - Parameters:
  ///   - bytes: What the range is of.
  ///   - range: What is decoded.
  ///   - plusIsSpace: Whether a plus stands for a space, as in the query of a form.
  /// - Returns: The decoded bytes; nil if a `%` is not followed by two digits.
  static func decode(
    _ bytes: RawSpan, _ range: Range<Int>, plusIsSpace: Bool = false
  ) -> [UInt8]? {
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    var offset = range.lowerBound
    while offset < range.upperBound {
      guard let byte = byte(bytes, at: &offset, before: range.upperBound) else { return nil }
      let isPlus = plusIsSpace && byte == ASCII.plus && bytes[offset - 1] == ASCII.plus
      result.append(isPlus ? ASCII.space : byte)
    }
    return result
  }

  /// Takes one character, whichever way it is written; nil if it is cut or no digits follow.
  @inline(__always)
  static func byte(_ bytes: RawSpan, at offset: inout Int, before end: Int) -> UInt8? {
    let byte = bytes[offset]
    offset &+= 1
    guard byte == ASCII.percent else { return byte }
    guard end &- offset >= 2, let high = bytes[offset].hexadecimal,
      let low = bytes[offset &+ 1].hexadecimal
    else { return nil }
    offset &+= 2
    return high << 4 | low
  }

  /// Whether a range, decoded, holds exactly some bytes.
  static func equals(_ bytes: RawSpan, _ range: Range<Int>, _ text: StaticString) -> Bool {
    var (offset, index) = (range.lowerBound, 0)
    while offset < range.upperBound {
      guard index < text.utf8CodeUnitCount,
        // Safe: the index was compared with the count.
        unsafe byte(bytes, at: &offset, before: range.upperBound) == text.utf8Start[index]
      else { return false }
      index += 1
    }
    return index == text.utf8CodeUnitCount
  }
}
