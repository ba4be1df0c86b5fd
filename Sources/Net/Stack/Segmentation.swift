public import Wire

/// How a card cuts a long TCP segment into frames.
public struct Segmentation: Equatable, Sendable {
  /// The checksum of the segment, which the card completes in each frame; the sum of the
  /// pseudo-header stands in its place, made with the length of the whole segment.
  public let checksum: PartialChecksum
  /// Size of all headers, that of the link included, in bytes.
  public let headerByteCount: Int
  /// Payload of each frame but the last, in bytes.
  public let segmentByteCount: Int

  /// Makes a request.
  public init(checksum: PartialChecksum, headerByteCount: Int, segmentByteCount: Int) {
    self.checksum = checksum
    self.headerByteCount = headerByteCount
    self.segmentByteCount = segmentByteCount
  }
}
