/// What the heap knows of one size class, or of the runs of whole pages together.
struct SizeClassState: BitwiseCopyable {
  // These two come first: they are read from outside, where they lie.

  /// How many blocks are allocated.
  var blockCount: UInt32 = 0
  /// The largest value that `blockCount` ever had.
  var peakBlockCount: UInt32 = 0

  /// First page of the list of pages that may have a free block; 0 if there is none.
  ///
  /// Only the first page of a list may be without one.
  var page: UInt32 = 0
  /// Size of a block, in bytes; 0 for runs.
  var byteCount: UInt32 = 0
  /// How many pages the class holds.
  var pageCount: UInt32 = 0
  /// The largest value that `pageCount` ever had.
  var peakPageCount: UInt32 = 0

  /// Counts one more allocated block.
  @inline(__always)
  mutating func addBlock() {
    let count = blockCount &+ 1
    blockCount = count
    if count > peakBlockCount { peakBlockCount = count }
  }

  /// Counts pages that the class takes, or gives back if negative.
  mutating func addPages(_ count: Int) {
    pageCount = UInt32(truncatingIfNeeded: Int(pageCount) &+ count)
    if pageCount > peakPageCount { peakPageCount = pageCount }
  }
}
