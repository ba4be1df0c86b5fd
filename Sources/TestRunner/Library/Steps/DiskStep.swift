/// Bytes that a disk's file must hold on the host.
public struct DiskStep: Equatable, Sendable {
  /// Number of the disk, from 0.
  public var number: Int
  /// Where the bytes begin, from the start of the disk.
  public var offset: Int
  /// What must be there.
  public var bytes: [UInt8]

  public init(number: Int = 0, offset: Int = 0, bytes: [UInt8]) {
    self.number = number
    self.offset = offset
    self.bytes = bytes
  }

  var title: String { "disk \(number), \(bytes.count) bytes at \(offset)" }
}
