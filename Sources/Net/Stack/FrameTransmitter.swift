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
}
