/// A source of memory that devices can reach.
public protocol DMAMemory: ~Copyable {
  /// Hands out memory for the rest of the run.
  ///
  /// The memory is zeroed, starts at a multiple of 4096 both as the processor and as the device
  /// sees it, is contiguous in both views, and belongs to nobody else.
  ///
  /// - Parameter byteCount: Wanted size in bytes, at least 1; rounded up to whole pages.
  /// - Returns: A region of at least that size, or nil if there is not enough memory.
  mutating func allocate(byteCount: Int) -> DMARegion?
}
