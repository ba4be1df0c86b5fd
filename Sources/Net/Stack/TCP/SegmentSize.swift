/// Size of a segment that is handed to the network, in bytes.
public struct SegmentSize: Equatable, Sendable {
  /// Size of the whole, with its header.
  public let byteCount: Int
  /// Size of its header.
  public let headerByteCount: Int
  /// Payload of each frame but the last, if the network card has to cut it; 0 if it fits into one.
  public let cutByteCount: Int

  /// Size of the longest frame's part of it, with its header.
  @inline(__always)
  var longestByteCount: Int { cutByteCount > 0 ? headerByteCount + cutByteCount : byteCount }

  /// How many frames it becomes.
  var frameCount: Int {
    guard cutByteCount > 0 else { return 1 }
    return (byteCount - headerByteCount + cutByteCount - 1) / cutByteCount
  }
}
