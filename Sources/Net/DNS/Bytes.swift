// Byte access of this module. The only unsafe code is here: the loads below check their bounds, and
// any bit pattern is a valid integer.

extension RawSpan {
  /// Reads the big-endian integer whose first byte is at an offset.
  ///
  /// - Precondition: The whole integer lies inside the span.
  @inline(__always)
  func bigEndian<T: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, as type: T.Type = T.self
  ) -> T {
    unsafe T(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: T.self))
  }

  /// The byte at an offset.
  func byte(at offset: Int) -> UInt8 { bigEndian(at: offset) }

  /// The bytes in an array of their own.
  var array: [UInt8] { (0..<byteCount).map { byte(at: $0) } }

  /// Reads the eight bytes that end at an offset; the last one is the most significant.
  ///
  /// - Precondition: The offset is at least 8 and not beyond the end.
  @inline(__always)
  func word(endingAt end: Int) -> UInt64 {
    unsafe UInt64(littleEndian: unsafeLoadUnaligned(fromByteOffset: end &- 8, as: UInt64.self))
  }
}

extension MutableRawSpan {
  /// Writes a big-endian integer whose first byte is at an offset.
  ///
  /// - Precondition: The whole integer lies inside the span.
  @inline(__always)
  mutating func storeBigEndian<T: FixedWidthInteger & BitwiseCopyable>(
    _ value: T, at offset: Int
  ) {
    storeBytes(of: value.bigEndian, toByteOffset: offset, as: T.self)
  }

  /// Copies a piece of other bytes to an offset.
  ///
  /// - Precondition: Both pieces lie inside their spans.
  @inline(__always)
  mutating func copy(_ source: RawSpan, from start: Int, count: Int, at offset: Int) {
    precondition(start >= 0 && count >= 0 && start <= source.byteCount &- count)
    precondition(offset >= 0 && offset <= byteCount &- count)
    // Safe: both ranges were checked, and exclusive access means that they do not overlap.
    unsafe withUnsafeMutableBytes { target in
      unsafe source.withUnsafeBytes { source in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        unsafe (to + offset).copyMemory(from: from + start, byteCount: count)
      }
    }
  }
}

extension [UInt8] {
  /// The bytes of the array, in place.
  @inline(__always)
  var rawSpan: RawSpan {
    @_lifetime(borrow self)
    get {
      // Safe: bytes have no padding that could be read.
      unsafe span.bytes
    }
  }
}
