// Looks at bytes, eight at a time where that pays. The loads here do not check bounds: each
// function compares its range with the byte count once.

extension RawSpan {
  /// The byte at an offset.
  ///
  /// - Precondition: The offset lies inside the span.
  @inline(__always)
  subscript(offset: Int) -> UInt8 {
    // Safe: bounds are checked, and any bit pattern is a byte.
    unsafe unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  /// The byte at an offset.
  ///
  /// - Precondition: The offset lies inside the span; the caller has seen to that.
  @inline(__always)
  func byte(unchecked offset: Int) -> UInt8 {
    // Safe: by the precondition, and any bit pattern is a byte.
    unsafe unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
  }

  /// The eight bytes from an offset on, the first of them lowest.
  ///
  /// - Precondition: They lie inside the span; the caller has seen to that.
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    // Safe: by the precondition, and any bit pattern is an integer.
    unsafe UInt64(
      littleEndian: unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self))
  }

  /// The offset of the first line feed from a place on; nil if there is none.
  @_optimize(speed)
  func firstLineFeed(from start: Int) -> Int? {
    var offset = start
    while offset <= byteCount &- 8 {
      let found = Self.zeroBytes(word(at: offset) ^ 0x0a0a_0a0a_0a0a_0a0a)
      if found != 0 { return offset &+ found.trailingZeroBitCount >> 3 }
      offset &+= 8
    }
    while offset < byteCount {
      if self[offset] == ASCII.lineFeed { return offset }
      offset &+= 1
    }
    return nil
  }

  /// Whether a range holds no control characters but tabs, as a field's value must.
  ///
  /// Source: RFC 9110, section 5.5.
  ///
  /// - Precondition: The range lies inside the span.
  @_optimize(speed)
  func isFieldContent(_ range: Range<Int>) -> Bool {
    precondition(range.upperBound <= byteCount)
    let (start, end) = (range.lowerBound, range.upperBound)
    guard end &- start >= 8 else { return isFieldContent(from: start, to: end) }
    var offset = start
    while true {
      if Self.controlBytes(word(at: offset)) != 0,
        !isFieldContent(from: offset, to: offset &+ 8)
      {
        return false
      }
      if offset == end &- 8 { return true }
      // The last word overlaps the one before.
      offset = min(offset &+ 8, end &- 8)
    }
  }

  /// The offset of the first byte from a place on that no field's value may have; the number of
  /// bytes if there is none.
  @inline(__always)
  func endOfContent(from start: Int) -> Int {
    var offset = start
    while offset <= byteCount &- 8 {
      let marks = Self.controlBytes(word(at: offset))
      if marks != 0 {
        offset &+= marks.trailingZeroBitCount >> 3
        break
      }
      offset &+= 8
    }
    // Most often the next one is that byte; it is not if it is a tab.
    while offset < byteCount, byte(unchecked: offset).isFieldContent { offset &+= 1 }
    return offset
  }

  /// The same byte by byte.
  @inline(__always)
  private func isFieldContent(from start: Int, to end: Int) -> Bool {
    var offset = start
    while offset < end {
      guard byte(unchecked: offset).isFieldContent else { return false }
      offset &+= 1
    }
    return true
  }

  /// Whether a range holds nothing but characters of a host.
  ///
  /// - Precondition: The range lies inside the span.
  @_optimize(speed)
  func isHost(_ range: Range<Int>) -> Bool {
    precondition(range.upperBound <= byteCount)
    var offset = range.lowerBound
    while offset < range.upperBound {
      guard byte(unchecked: offset).isHost else { return false }
      offset &+= 1
    }
    return true
  }

  /// Marks bytes below 0x20 and 0x7f with their highest bit; above the first that is, marks may be
  /// wrong.
  @inline(__always)
  private static func controlBytes(_ word: UInt64) -> UInt64 {
    (word &- 0x2020_2020_2020_2020) & ~word & 0x8080_8080_8080_8080
      | zeroBytes(word ^ 0x7f7f_7f7f_7f7f_7f7f)
  }

  /// Marks bytes that are zero with their highest bit; above the first that is, marks may be wrong.
  @inline(__always)
  private static func zeroBytes(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }

  /// Whether a range holds a text, letters of either case being the same.
  ///
  /// - Parameters:
  ///   - range: The range.
  ///   - text: The text; its letters are lower case.
  /// - Returns: Whether it does.
  /// - Precondition: The range lies inside the span.
  @_optimize(speed)
  func matches(_ range: Range<Int>, _ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard range.count == count else { return false }
    precondition(range.upperBound <= byteCount)
    var index = 0
    while index < count {
      // Safe: as many bytes as the text has.
      let expected = unsafe text.utf8Start[index]
      guard byte(unchecked: range.lowerBound &+ index).lowercased == expected else { return false }
      index &+= 1
    }
    return true
  }

  /// Whether a range holds exactly the bytes of a text.
  @_optimize(speed)
  func equals(_ range: Range<Int>, _ text: StaticString) -> Bool {
    guard range.count == text.utf8CodeUnitCount else { return false }
    for index in 0..<range.count {
      // Safe: as many bytes as the text has.
      guard unsafe self[range.lowerBound &+ index] == text.utf8Start[index] else { return false }
    }
    return true
  }

  /// A range without the spaces and tabs at its ends.
  @_optimize(speed)
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    precondition(range.upperBound <= byteCount)
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, byte(unchecked: start).isBlank { start &+= 1 }
    while end > start, byte(unchecked: end &- 1).isBlank { end &-= 1 }
    // Safe: the start has not passed the end.
    return unsafe Range(uncheckedBounds: (start, end))
  }

  /// The number that a range of decimal digits stands for; nil if it is none or has over 18 digits.
  @_optimize(speed)
  func decimal(_ range: Range<Int>) -> Int? {
    guard !range.isEmpty, range.count <= 18 else { return nil }
    var number = 0
    for offset in range {
      let digit = self[offset] &- 0x30
      guard digit < 10 else { return nil }
      number = number &* 10 &+ Int(digit)
    }
    return number
  }

  /// A copy of a range.
  func copy(_ range: Range<Int>) -> [UInt8] {
    let part = extracting(range)
    // Safe: the buffer has room for as many bytes.
    return unsafe .init(unsafeUninitializedCapacity: range.count) { buffer, count in
      unsafe part.withUnsafeBytes { source in
        unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(from: source)
      }
      count = range.count
    }
  }
}
