public import Wire

/// Where the frames of a stack go: a network card, or a test.
public protocol FrameTransmitter: ~Copyable {
  /// Whether it completes checksums.
  var completesChecksums: Bool { get }

  /// Sends one frame that is written in place.
  ///
  /// - Parameters:
  ///   - byteCount: Size of the frame, in bytes, without its checksum; it may be below the 60 that
  ///     Ethernet demands, and the device pads it if its link needs that.
  ///   - checksum: A checksum of a higher layer that is to be completed; nil if there is none, and
  ///     always if the transmitter completes none.
  ///   - body: Writes every byte of the span, which has exactly that size and holds old bytes.
  /// - Returns: Whether a buffer was free; if not, the body was not called and the frame is lost.
  mutating func transmit(
    byteCount: Int, checksum: PartialChecksum?, _ body: (inout MutableRawSpan) -> Void
  ) -> Bool

  /// The longest TCP segment over IPv4 that it cuts into frames, in bytes, as the frame that it
  /// would be; 0 if it cuts none.
  var maximumSegmentedByteCount: Int { get }

  /// Sends a TCP segment over IPv4 that is written in place, cut into frames.
  ///
  /// - Parameters:
  ///   - byteCount: Size in bytes of the frame that it would be, without its checksum: at most
  ///     `maximumSegmentedByteCount`.
  ///   - segmentation: How it is cut.
  ///   - body: As for a frame; the lengths in the headers are those of the whole.
  /// - Returns: Whether a buffer was free; if not, the body was not called and the segment is lost.
  mutating func transmit(
    byteCount: Int, segmentation: Segmentation, _ body: (inout MutableRawSpan) -> Void
  ) -> Bool
}

extension FrameTransmitter where Self: ~Copyable {
  public var maximumSegmentedByteCount: Int { 0 }

  public mutating func transmit(
    byteCount: Int, segmentation: Segmentation, _ body: (inout MutableRawSpan) -> Void
  ) -> Bool { false }
}
