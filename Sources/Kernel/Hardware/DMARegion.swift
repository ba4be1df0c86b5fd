/// Memory that a device can reach.
///
/// A copy is the same memory. The memory is never freed.
@safe
public struct DMARegion {
  /// Where the device sees the first byte.
  public let physical: PhysicalAddress
  /// Where the processor sees the first byte.
  public let base: UnsafeMutableRawPointer
  /// Size in bytes.
  public let byteCount: Int

  /// Takes memory for good.
  ///
  /// - Parameters:
  ///   - base: First byte; readable and writable for the rest of the run, and used by nobody else.
  ///   - physical: Where the device sees that byte.
  ///   - byteCount: Size in bytes, contiguous in both views.
  @unsafe
  public init(
    unsafeBase base: UnsafeMutableRawPointer, physical: PhysicalAddress, byteCount: Int
  ) {
    unsafe self.base = unsafe base
    self.physical = physical
    self.byteCount = byteCount
  }

  /// Part of this memory.
  ///
  /// - Precondition: The part lies inside.
  public func slice(at offset: Int, byteCount: Int) -> DMARegion {
    precondition(
      offset >= 0 && byteCount >= 0 && byteCount <= self.byteCount - offset,
      "slice outside its region")
    // Safe: the part is inside memory that this value already vouches for.
    return unsafe DMARegion(
      unsafeBase: base + offset, physical: physical + UInt64(offset), byteCount: byteCount)
  }
}
