internal import Core

/// There is not as much memory as was asked for.
public struct OutOfMemory: Error, Sendable {
  /// How many bytes were asked for.
  public let requestedByteCount: Int
  /// How many bytes are free, not necessarily together.
  public let freeByteCount: Int

  /// Notes how much is free at present.
  init(_ byteCount: Int) {
    requestedByteCount = byteCount
    // Safe: one core, and no interrupt handler allocates.
    freeByteCount = unsafe (heap?.pointee.pages.freePageCount ?? 0) << 12
  }
}
