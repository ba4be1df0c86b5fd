// Byte access of every wire format. The only unsafe code of this module is here: the loads check
// their bounds unless they say otherwise, and any bit pattern is a valid integer.

extension RawSpan {
  /// Reads the big-endian integer whose first byte is at an offset.
  ///
  /// - Precondition: The whole integer lies inside the span.
  @inline(__always)
  public func bigEndian<T: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, as type: T.Type = T.self
  ) -> T {
    unsafe T(bigEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: T.self))
  }

  /// Reads an integer in the machine's own byte order without a check of the bounds.
  ///
  /// For checksums, in whose sums the order is immaterial, and whose loop the check would double:
  /// the caller has compared the offset with the byte count.
  @inline(__always)
  func native<T: FixedWidthInteger & BitwiseCopyable>(
    unchecked offset: Int, as type: T.Type
  ) -> T {
    unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: T.self)
  }
}

extension MutableRawSpan {
  /// Writes a big-endian integer whose first byte is at an offset.
  ///
  /// - Precondition: The whole integer lies inside the span.
  @inline(__always)
  public mutating func storeBigEndian<T: FixedWidthInteger & BitwiseCopyable>(
    _ value: T, at offset: Int
  ) {
    storeBytes(of: value.bigEndian, toByteOffset: offset, as: T.self)
  }

  /// The bytes of a range, to be written through a span of their own.
  ///
  /// - Precondition: The range lies inside the span.
  @inline(__always)
  @_lifetime(&self)
  public mutating func part(_ range: Range<Int>) -> MutableRawSpan {
    // The library's name for this is provisional; it is used nowhere else.
    _mutatingExtracting(range)
  }

  /// Copies bytes to an offset.
  ///
  /// - Precondition: They fit between the offset and the end of the span.
  public mutating func copy(_ source: RawSpan, at offset: Int) {
    var target = part(offset..<offset + source.byteCount)
    unsafe target.withUnsafeMutableBytes { target in
      unsafe source.withUnsafeBytes { unsafe target.copyMemory(from: $0) }
    }
  }
}
