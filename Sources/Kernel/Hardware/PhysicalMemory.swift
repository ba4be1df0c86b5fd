/// Physical memory, as far as one may look at it.
public protocol PhysicalMemory {
  /// Hands over the bytes at an address, as they are now.
  ///
  /// - Parameters:
  ///   - address: Number of the first byte; any at all, as it may come from a damaged table.
  ///   - count: How many bytes; not negative.
  ///   - body: Reads exactly so many bytes.
  /// - Returns: What the closure returned; nil if not all of the bytes may be looked at.
  func withBytes<Result>(
    at address: UInt64, count: Int, _ body: (RawSpan) -> Result?
  ) -> Result?
}
