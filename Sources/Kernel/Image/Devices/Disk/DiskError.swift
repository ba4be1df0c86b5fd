internal import Drivers

/// Why a disk did not do what it was asked for.
public enum DiskError: Error, Equatable, Sendable {
  /// The sectors are not all on the disk.
  case outOfRange
  /// The disk can only be read.
  case readOnly
  /// There are no bytes, or they are no whole sectors.
  case unaligned
  /// The buffer is larger than one transfer; carries the most that the disk takes, in bytes.
  case tooLarge(Int)
  /// The disk could not read or write the sectors.
  case failed
  /// The disk does not know this operation.
  case unsupported
  /// The disk's answer has no meaning; carries its status.
  case badAnswer(UInt8)
  /// The disk made no sense and is no longer used.
  case gone
  /// The task was cancelled; whether the operation happened is open.
  case cancelled

  /// Takes over what the driver says; nil if it has no place for a request at present.
  init?(_ error: BlockError) {
    switch error {
    case .outOfRange: self = .outOfRange
    case .readOnly: self = .readOnly
    case .unaligned: self = .unaligned
    case .tooLarge(let byteCount): self = .tooLarge(byteCount)
    case .busy: return nil
    case .failed: self = .failed
    case .unsupported: self = .unsupported
    case .badAnswer(let status): self = .badAnswer(status)
    case .gone: self = .gone
    }
  }
}
