internal import Core

/// The guest's memory: what is used of it, and allocation that may fail.
///
/// Swift's own allocations cannot fail: arrays, objects and tasks end the guest with a panic when
/// memory is used up. A service that takes memory in amounts that others decide takes it from here.
public struct Memory: Sendable {
  init() {}

  /// What is used of memory at present, and what was.
  public var statistics: MemoryStatistics {
    // Safe: one core, and no interrupt handler allocates; here and below.
    guard let heap = unsafe heap else { return MemoryStatistics() }
    return unsafe MemoryStatistics(
      heap: heap.pointee.statistics, total: heap.pointee.pages.ownedPageCount,
      free: heap.pointee.pages.freePageCount, longestFree: heap.pointee.pages.longestFreeRun)
  }

  /// Visits the sizes of blocks that are or were in use; the last are runs of whole pages.
  ///
  /// It does not allocate.
  public func forEachSize(_ body: (MemoryStatistics.Size) -> Void) {
    unsafe heap?.pointee.forEachSizeClass { body(MemoryStatistics.Size($0)) }
  }

  /// Allocates memory, if there is enough.
  ///
  /// - Parameters:
  ///   - byteCount: How much.
  ///   - alignment: Of its address, in bytes; a power of two.
  /// - Returns: The memory, filled with zeroes; it is free again when the value ends.
  /// - Throws: `OutOfMemory` if there is not so much in one piece.
  public func allocate(
    byteCount: Int, alignment: Int = 16
  ) throws(OutOfMemory) -> MemoryBlock {
    guard let heap = unsafe heap,
      let address = unsafe heap.pointee.allocate(byteCount, alignment: alignment)
    else { throw OutOfMemory(byteCount) }
    return MemoryBlock(address: address, byteCount: byteCount)
  }

  /// Gives pages back that are kept for further blocks of the sizes that were in use.
  public func trim() {
    unsafe heap?.pointee.trim()
  }

  /// Has a function called when free memory falls below a limit.
  ///
  /// It is called by the run loop, between two tasks, once each time that this happens; a task that
  /// does not let others run may use up memory before. A second call replaces the first.
  ///
  /// - Parameters:
  ///   - byteCount: The limit.
  ///   - body: What may help: emptying a cache, refusing work.
  public func onPressure(below byteCount: Int, _ body: @escaping @Sendable () -> Void) {
    unsafe MemoryWatch.current = MemoryWatch(limit: byteCount >> 12, body: body)
    unsafe memoryHook = { MemoryWatch.look() }
  }

  /// Whether memory is so short that the network takes no more datagrams.
  ///
  /// What is left then is for the service and for the answers to what it has accepted already.
  @inline(__always)
  static var isReserved: Bool {
    guard let heap = unsafe heap else { return true }
    return unsafe heap.pointee.pages.freePageCount < reservedPageCount
  }

  /// Whether a large packet may be taken, in one piece.
  ///
  /// Who answers it has it several times at once: as the datagram, in an array of its own, as the
  /// packet that leaves and in its pieces.
  ///
  /// - Parameter byteCount: How much memory it takes.
  /// - Returns: Whether there is so much.
  static func mayTake(_ byteCount: Int) -> Bool {
    guard !isReserved, let heap = unsafe heap else { return false }
    return unsafe heap.pointee.pages.freePageCount << 12 >= 8 * byteCount
      && heap.pointee.pages.longestFreeRun << 12 >= 2 * byteCount
  }

  /// Pages that the network does not fill with datagrams.
  nonisolated(unsafe) private static var reservedPageCount = 8

  /// Keeps a share of what is free for the service, however much the network brings; called when
  /// that starts.
  static func reserve() {
    guard let heap = unsafe heap else { return }
    unsafe reservedPageCount = max(reservedPageCount, heap.pointee.pages.freePageCount / 32)
  }
}
