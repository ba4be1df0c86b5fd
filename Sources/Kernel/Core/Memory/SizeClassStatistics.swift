/// What a heap holds of one size of blocks.
public struct SizeClassStatistics: Equatable, Sendable {
  /// Size of a block, in bytes; 0 for runs of whole pages, which have any size.
  public let blockByteCount: Int
  /// How many blocks are allocated.
  public let blockCount: Int
  /// How many were allocated at most.
  public let peakBlockCount: Int
  /// How many pages the blocks take.
  public let pageCount: Int
  /// How many pages they took at most.
  public let peakPageCount: Int

  init(_ state: SizeClassState) {
    blockByteCount = Int(state.byteCount)
    blockCount = Int(state.blockCount)
    peakBlockCount = Int(state.peakBlockCount)
    pageCount = Int(state.pageCount)
    peakPageCount = Int(state.peakPageCount)
  }
}
