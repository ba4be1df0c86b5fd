internal import Core

/// What is used of the guest's memory, and what was.
public struct MemoryStatistics: Equatable, Sendable {
  /// Bytes that the heap manages.
  public internal(set) var totalByteCount = 0
  /// Bytes in pages that are free.
  public internal(set) var freeByteCount = 0
  /// Bytes of the longest piece that is free.
  public internal(set) var longestFreeByteCount = 0
  /// Bytes in allocated blocks, counted by what each block can hold.
  public internal(set) var allocatedByteCount = 0
  /// The largest value that `allocatedByteCount` ever had.
  public internal(set) var peakByteCount = 0
  /// How many blocks were allocated since start.
  public internal(set) var allocationCount = 0
  /// How many blocks were freed since start.
  public internal(set) var freeCount = 0
  /// How many allocations found no memory.
  public internal(set) var failureCount = 0

  /// How many blocks are allocated.
  public var blockCount: Int { allocationCount - freeCount }

  /// How badly free memory is cut up, in thousandths: the part outside of its longest piece.
  public var fragmentation: Int {
    Fragmentation.external(free: freeByteCount, longest: longestFreeByteCount)
  }

  init() {}

  init(heap: HeapStatistics, total: Int, free: Int, longestFree: Int) {
    totalByteCount = total << 12
    freeByteCount = free << 12
    longestFreeByteCount = longestFree << 12
    allocatedByteCount = heap.allocatedByteCount
    peakByteCount = heap.peakByteCount
    allocationCount = heap.allocationCount
    freeCount = heap.freeCount
    failureCount = heap.failureCount
  }

  /// What is used of one size of blocks.
  public struct Size: Equatable, Sendable {
    /// Bytes that such a block holds; 0 for runs of whole pages, which have any size.
    public let blockByteCount: Int
    /// How many blocks are allocated.
    public let blockCount: Int
    /// How many were allocated at most.
    public let peakBlockCount: Int
    /// Bytes of the pages that the blocks take.
    public let heldByteCount: Int
    /// Bytes of the pages that they took at most.
    public let peakHeldByteCount: Int

    init(_ size: SizeClassStatistics) {
      blockByteCount = size.blockByteCount
      blockCount = size.blockCount
      peakBlockCount = size.peakBlockCount
      heldByteCount = size.pageCount << 12
      peakHeldByteCount = size.peakPageCount << 12
    }
  }
}
