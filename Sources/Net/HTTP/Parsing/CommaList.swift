/// The elements of a value that is a list, without the blanks around them; empty ones are left out.
///
/// Source: RFC 9110, section 5.6.1.
struct CommaList {
  private var offset: Int
  private let end: Int

  /// Makes one of the range of a value.
  @inline(__always)
  init(_ value: Range<Int>) {
    offset = value.lowerBound
    end = value.upperBound
  }

  /// The next element; nil after the last.
  @_optimize(speed)
  mutating func next(in bytes: RawSpan) -> Range<Int>? {
    while offset < end {
      let start = offset
      while offset < end, bytes[offset] != ASCII.comma { offset &+= 1 }
      let element = bytes.trimmed(start..<offset)
      offset &+= 1
      if !element.isEmpty { return element }
    }
    return nil
  }
}
