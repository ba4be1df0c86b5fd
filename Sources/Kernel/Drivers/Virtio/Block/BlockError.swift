/// Why a disk did not do what it was asked for.
public enum BlockError: Error, Equatable, Sendable {
  /// The sectors are not all on the disk.
  case outOfRange
  /// The disk can only be read.
  case readOnly
  /// Start or size is no multiple of the disk's blocks, or there is nothing to transfer.
  case unaligned
  /// The transfer is larger than the disk takes at once; carries the most that it takes, in bytes.
  case tooLarge(Int)
  /// All requests that can be in flight are; another try may succeed when one has ended.
  case busy
  /// The disk could not read or write the sectors.
  case failed
  /// The disk does not know this operation.
  case unsupported
  /// The disk's answer has no meaning; carries its status.
  case badAnswer(UInt8)
  /// The disk made no sense and is no longer used.
  case gone
}
