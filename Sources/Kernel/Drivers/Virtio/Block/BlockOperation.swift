/// What a disk can be asked for.
///
/// Source: Virtio 1.2, section 5.2.6 (request types).
public enum BlockOperation: UInt32, Sendable {
  /// To fill memory from sectors.
  case read = 0
  /// To fill sectors from memory.
  case write = 1
  /// To make all writes that have ended last.
  case flush = 4
  /// To fill 20 bytes of memory with its serial number.
  case identify = 8

  /// Whether the disk writes into memory.
  var deviceWrites: Bool { self == .read || self == .identify }
}
