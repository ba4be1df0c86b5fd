/// What a device finishes in a frame that it sends.
///
/// Offsets instead of protocols, as that is all devices know. For long segments, there is
/// `FrameSegmentation`.
public struct FrameOffload: Equatable, Sendable {
  /// Where the part starts over which the Internet checksum is made, in bytes from the start of
  /// the frame; it reaches to the frame's end.
  public let checksumStart: UInt16
  /// Where the checksum is, in bytes from that start; the sum of a pseudo-header stands there.
  public let checksumOffset: UInt16

  /// Makes a request to complete a checksum.
  ///
  /// - Parameters:
  ///   - checksumStart: Start of the summed part in bytes, from the start of the frame.
  ///   - checksumOffset: Place of the checksum in bytes, from that start.
  public init(checksumStart: UInt16, checksumOffset: UInt16) {
    self.checksumStart = checksumStart
    self.checksumOffset = checksumOffset
  }
}
