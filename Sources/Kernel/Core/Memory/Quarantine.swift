/// The blocks that were freed last, in the order in which they were freed.
struct Quarantine {
  /// A freed block.
  struct Block: BitwiseCopyable {
    /// Where the owner's bytes were.
    var address: UInt
    /// Bytes that the heap lends for it.
    var byteCount: Int
  }

  /// How many blocks are kept.
  static var capacity: Int { 32 }

  private var blocks: [32 of Block] = .init(repeating: Block(address: 0, byteCount: 0))
  private var first = 0
  /// How many blocks are in it.
  private(set) var count = 0
  /// Bytes that the blocks in it hold.
  private(set) var byteCount = 0

  /// Adds a block.
  ///
  /// - Returns: The block that has to leave for it, if there is no room.
  mutating func append(_ block: Block) -> Block? {
    let oldest = count == Self.capacity ? removeFirst() : nil
    blocks[(first + count) % Self.capacity] = block
    count += 1
    byteCount += block.byteCount
    return oldest
  }

  /// Takes out the block that was freed first.
  mutating func removeFirst() -> Block? {
    guard count > 0 else { return nil }
    let block = blocks[first]
    first = (first + 1) % Self.capacity
    count -= 1
    byteCount -= block.byteCount
    return block
  }
}
