/// What stands before each block of a guarded heap: its size, and whether it is allocated.
///
/// A word with the size and the offset in the block, and a word that proves the first.
struct BlockHeader {
  /// Bytes that the owner asked for.
  let byteCount: Int
  /// How far the owner's bytes are from the start of the block; a power of two.
  let offset: Int
  /// Whether the block was freed.
  private(set) var isFreed = false

  /// Bytes of the header and of the red zone behind it.
  static var prefixByteCount: Int { 32 }
  /// Least size of the red zone behind a block.
  static var redZoneByteCount: Int { 16 }

  private static var allocatedProof: UInt64 { 0xa110_ca7e_d5e7_91b3 }
  private static var freedProof: UInt64 { 0xf4ee_db10_c0d3_2a6d }

  init(byteCount: Int, offset: Int) {
    self.byteCount = byteCount
    self.offset = offset
  }

  /// Reads the header before a block's bytes; nil if there is none.
  init?(before address: UInt) {
    let word = Heap.word(address &- 32)
    byteCount = Int(word >> 8)
    offset = 1 << Int(word & 63)
    switch Heap.word(address &- 24) ^ word ^ UInt64(address) {
    case Self.allocatedProof: break
    case Self.freedProof: isFreed = true
    default: return nil
    }
  }

  /// Writes the header of an allocated block.
  func write(before address: UInt) { write(Self.allocatedProof, before: address) }

  /// Writes the header of a freed block.
  func writeFreed(before address: UInt) { write(Self.freedProof, before: address) }

  private func write(_ proof: UInt64, before address: UInt) {
    let word = UInt64(byteCount) << 8 | UInt64(offset.trailingZeroBitCount)
    Heap.setWord(address &- 32, word)
    Heap.setWord(address &- 24, proof ^ word ^ UInt64(address))
  }
}
