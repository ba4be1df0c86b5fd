/// What a heap holds and what it did.
public struct HeapStatistics: Equatable, Sendable {
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

  @inline(__always)
  mutating func add(byteCount: Int) {
    allocationCount &+= 1
    grow(byteCount)
  }

  @inline(__always)
  mutating func remove(byteCount: Int) {
    freeCount &+= 1
    allocatedByteCount &-= byteCount
  }

  /// Notes that a block became longer, or shorter if negative.
  @inline(__always)
  mutating func grow(_ byteCount: Int) {
    let sum = allocatedByteCount &+ byteCount
    allocatedByteCount = sum
    if sum > peakByteCount { peakByteCount = sum }
  }
}
