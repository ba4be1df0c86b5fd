internal import Hardware

/// Memory that disks read and write in place.
///
/// It is freed when nobody has it any more, and a disk that works on it counts: cancelling the task
/// that waits frees nothing.
@safe
public final class DiskBuffer: @unchecked Sendable {
  /// Size in bytes.
  public let byteCount: Int
  /// How many requests a disk has in work that use it.
  var useCount = 0
  let base: UnsafeMutableRawPointer

  /// Makes a buffer whose bytes are zero.
  ///
  /// - Precondition: The size is not negative.
  public init(byteCount: Int) {
    self.byteCount = byteCount
    unsafe base = .allocate(byteCount: max(byteCount, 1), alignment: 512)
    unsafe base.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
  }

  /// Makes a buffer with unspecified contents.
  init(uninitializedByteCount byteCount: Int) {
    self.byteCount = byteCount
    unsafe base = .allocate(byteCount: max(byteCount, 1), alignment: 512)
  }

  deinit { unsafe base.deallocate() }

  /// Whether a disk works on it.
  public var isInUse: Bool { useCount > 0 }

  /// The bytes, to be read in place.
  ///
  /// - Precondition: No disk works on them.
  public var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      precondition(!isInUse, "a disk works on this buffer")
      // Safe: the memory lives as long as this object.
      let span = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(base), byteCount: byteCount)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// Lets a closure write the bytes in place.
  ///
  /// - Parameter body: Reads and writes; the span ends with the call.
  /// - Returns: What the closure returned.
  /// - Precondition: No disk works on the bytes.
  public func withMutableBytes<Result>(_ body: (inout MutableRawSpan) -> Result) -> Result {
    precondition(!isInUse, "a disk works on this buffer")
    // Safe: the memory lives as long as this object.
    var span = unsafe MutableRawSpan(_unsafeStart: base, byteCount: byteCount)
    return body(&span)
  }

  /// The memory as devices see it.
  var region: DMARegion {
    // Safe: memory is mapped onto itself; requests keep the object for as long as they last.
    unsafe DMARegion(
      unsafeBase: base, physical: PhysicalAddress(rawValue: UInt64(UInt(bitPattern: base))),
      byteCount: byteCount)
  }
}
