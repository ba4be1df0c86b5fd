/// How a device cuts a long TCP segment over IPv4 into frames.
///
/// The device repeats the headers before each piece and brings them up to date: lengths,
/// identification, sequence number, flags and checksums.
public struct FrameSegmentation: Equatable, Sendable {
  /// Where the checksum of the segment is to be completed.
  public let checksum: FrameOffload
  /// Size of all headers, that of the link included, in bytes.
  public let headerByteCount: UInt16
  /// How many bytes of payload go into a frame, at least 1.
  public let segmentByteCount: UInt16

  /// Makes a request to cut a segment.
  ///
  /// - Parameters:
  ///   - checksum: Where the segment starts, and the place of its checksum.
  ///   - headerByteCount: Size of all headers in bytes.
  ///   - segmentByteCount: Payload of each frame but the last, in bytes.
  public init(checksum: FrameOffload, headerByteCount: UInt16, segmentByteCount: UInt16) {
    self.checksum = checksum
    self.headerByteCount = headerByteCount
    self.segmentByteCount = segmentByteCount
  }
}
