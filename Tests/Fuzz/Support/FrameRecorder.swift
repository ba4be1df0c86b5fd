public import Net
public import Wire

/// Keeps the frames that a stack sends, as long as it has buffers.
public struct FrameRecorder: FrameTransmitter {
  public var completesChecksums: Bool { false }
  /// Whether it takes any.
  public var hasBuffers = true
  /// What was sent.
  public var frames: [[UInt8]] = []

  /// Makes one that has buffers.
  public init() {}

  public mutating func transmit(
    byteCount: Int, checksum: PartialChecksum?, _ body: (inout MutableRawSpan) -> Void
  ) -> Bool {
    guard hasBuffers else { return false }
    var frame = [UInt8](repeating: 0xa5, count: byteCount)
    var span = frame.mutableSpan
    var bytes = span.mutableBytes
    body(&bytes)
    frames.append(frame)
    return true
  }
}
