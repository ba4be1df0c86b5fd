/// What a disk says about itself.
///
/// Source: Virtio 1.2, section 5.2.4 (struct virtio_blk_config).
public struct BlockSettings: Equatable, Sendable {
  /// Size of a sector in bytes, the unit of addresses.
  public static var sectorByteCount: Int { 512 }
  /// The most bytes of one transfer, whatever the disk would take.
  public static var maximumByteCount: Int { 1 << 20 }

  /// Size of the disk in sectors.
  public let sectorCount: UInt64
  /// Size of the blocks that the disk transfers best, in bytes; a multiple of a sector.
  public let blockByteCount: Int
  /// The most bytes of one transfer, a multiple of a sector.
  public let transferByteCount: Int
  /// Whether it cannot be written.
  public let isReadOnly: Bool
  /// Whether writes may be lost that were not flushed.
  public let hasCache: Bool

  /// Reads the settings.
  ///
  /// - Parameters:
  ///   - transport: The way to the device, whose features are agreed upon.
  ///   - features: The features in force.
  init<Transport: VirtioTransport & ~Copyable>(
    _ transport: borrowing Transport, _ features: VirtioFeatures
  ) {
    func word(_ offset: Int) -> UInt32 {
      UInt32(transport.configuration16(at: offset + 2)) << 16
        | UInt32(transport.configuration16(at: offset))
    }
    // Addresses in bytes must fit into 64 bits.
    sectorCount = min(
      UInt64(word(Field.capacity + 4)) << 32 | UInt64(word(Field.capacity)), 1 << 54)
    let block = features.contains(.blockSize) ? Int(word(Field.blockSize)) : 0
    let isSound = block >= Self.sectorByteCount && block <= 1 << 16 && block & (block - 1) == 0
    blockByteCount = isSound ? block : Self.sectorByteCount
    let segment = features.contains(.segmentSize) ? Int(word(Field.segmentSize)) : .max
    transferByteCount = max(
      min(segment, Self.maximumByteCount) & ~(Self.sectorByteCount - 1), Self.sectorByteCount)
    isReadOnly = features.contains(.readOnly)
    hasCache = features.contains(.flush)
  }

  /// Says whether a transfer is possible.
  ///
  /// - Throws: `outOfRange`, `readOnly`, `unaligned` or `tooLarge`.
  func check(
    _ operation: BlockOperation, sector: UInt64, byteCount: Int
  ) throws(BlockError) {
    guard operation == .read || operation == .write else { return }
    guard operation == .read || !isReadOnly else { throw .readOnly }
    guard byteCount > 0, byteCount % Self.sectorByteCount == 0 else { throw .unaligned }
    guard byteCount <= transferByteCount else { throw .tooLarge(transferByteCount) }
    let count = UInt64(byteCount / Self.sectorByteCount)
    guard count <= sectorCount, sector <= sectorCount - count else { throw .outOfRange }
  }

  /// Offsets in bytes.
  private enum Field {
    static let capacity = 0
    static let segmentSize = 8
    static let blockSize = 20
  }
}
