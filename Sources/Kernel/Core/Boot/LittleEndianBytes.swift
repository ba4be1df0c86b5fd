extension RawSpan {
  /// Reads the little-endian integer whose first byte is at an offset.
  ///
  /// - Precondition: The whole integer lies inside the span.
  func littleEndian<T: FixedWidthInteger & BitwiseCopyable>(
    at offset: Int, as type: T.Type = T.self
  ) -> T {
    // Safe: the load checks its bounds, and any bit pattern is a valid integer.
    unsafe T(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: T.self))
  }
}
