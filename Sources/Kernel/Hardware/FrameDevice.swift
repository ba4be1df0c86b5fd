/// A device that carries whole frames.
///
/// Nothing here blocks. All calls come from the run loop, never from an interrupt handler.
public protocol FrameDevice: ~Copyable {
  /// The station address, in the order of transmission.
  var address: [6 of UInt8] { get }
  /// The largest payload of a frame in bytes, without the link's header: 1500 for Ethernet.
  var mtu: Int { get }

  /// Whether it can complete checksums of frames that are sent.
  var completesChecksums: Bool { get }

  /// Hands the oldest received frame to a closure and then gives the buffer back to the device.
  ///
  /// The closure sees the frame in place, from its link header on; nothing is copied.
  ///
  /// - Parameter body: Reads the frame; the span ends with the call.
  /// - Returns: What the closure returned, or nil if no frame waits.
  mutating func receive<Result>(_ body: (RawSpan) -> Result) -> Result?

  /// Queues a frame that a closure writes in place.
  ///
  /// The device may learn of it only at the next flush.
  ///
  /// - Parameters:
  ///   - byteCount: Size of the frame in bytes, link header included.
  ///   - offload: What the device shall finish in it, if it can; nil for nothing.
  ///   - fill: Writes every byte; what is in the buffer before is an older frame.
  /// - Returns: False, without calling the closure, if no buffer is free or the frame is too large.
  mutating func transmit(
    byteCount: Int, offload: FrameOffload?, _ fill: (inout MutableRawSpan) -> Void
  ) -> Bool

  /// The longest segment that it cuts into frames, in bytes, link header included; 0 if it cuts
  /// none.
  var maximumSegmentedByteCount: Int { get }

  /// Queues a TCP segment over IPv4 that a closure writes in place, and that the device cuts into
  /// frames.
  ///
  /// - Parameters:
  ///   - byteCount: Size in bytes of the frame that it would be, link header included.
  ///   - segmentation: How it is cut.
  ///   - fill: Writes every byte; what is in the buffer before is an older segment.
  /// - Returns: False, without calling the closure, if no buffer is free or the segment too long.
  mutating func transmit(
    byteCount: Int, segmentation: FrameSegmentation, _ fill: (inout MutableRawSpan) -> Void
  ) -> Bool

  /// Tells the device of everything that is queued.
  mutating func flush()
}
