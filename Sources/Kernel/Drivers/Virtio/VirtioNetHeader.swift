internal import Hardware

/// What precedes each frame in its buffer.
///
/// Source: Virtio 1.2, section 5.1.6 (struct virtio_net_hdr).
struct VirtioNetHeader {
  /// Size in bytes, as far as a device is concerned that says how many buffers a frame takes.
  static let byteCount = 12
  /// Size in bytes with a legacy device that does not.
  static let shortByteCount = 10
  /// Size of a buffer in bytes: header, a frame of 1,518 bytes, and room.
  static let bufferByteCount = 2048
  /// The largest frame in bytes that fits into such a buffer.
  static let maximumFrameByteCount = bufferByteCount - byteCount

  /// Whether the device vouches for the checksum of the frame's segment or datagram, because it
  /// verified it or because the frame never left the host and has none.
  let isChecksumKnown: Bool
  /// How many buffers the frame takes, if that was agreed upon.
  let bufferCount: Int

  /// Reads a header that lies in a buffer.
  ///
  /// - Parameters:
  ///   - bytes: Bytes of the device's, at least as many as a short header has.
  ///   - isMergeable: Whether the header tells the number of buffers.
  init(_ bytes: UnsafeMutableRawBufferPointer, isMergeable: Bool) {
    // Safe: the caller vouches for the length; each part is read once.
    isChecksumKnown = unsafe bytes.load(as: UInt8.self) & Flag.checksum != 0
    bufferCount =
      isMergeable
      ? Int(unsafe bytes.loadUnaligned(fromByteOffset: Field.bufferCount, as: UInt16.self)) : 1
  }

  /// Whether a header that lies in a buffer says that the frame is a segment over IPv4 that the
  /// device put together.
  @unsafe
  static func isSegmented(_ bytes: UnsafeMutableRawBufferPointer) -> Bool {
    // Safe: the caller vouches for the length; the sign of congestion (0x80) makes no difference.
    unsafe bytes.load(fromByteOffset: Field.kind, as: UInt8.self) & 0x7f == Kind.segmentsIPv4
  }

  /// Writes the header of a frame to be sent; the number of buffers stays zero as it was made.
  static func emit(_ offload: FrameOffload?, into bytes: UnsafeMutableRawBufferPointer) {
    let flags: UInt64 = offload == nil ? 0 : 1
    let start = UInt64(offload?.checksumStart ?? 0) << (8 * UInt64(Field.checksumStart))
    // Safe: all buffers hold a header.
    unsafe bytes.storeBytes(of: flags | start, as: UInt64.self)
    unsafe bytes.storeBytes(
      of: offload?.checksumOffset ?? 0, toByteOffset: Field.checksumOffset, as: UInt16.self)
  }

  /// Writes the header of a segment that is to be cut.
  static func emit(_ segmentation: FrameSegmentation, into bytes: UnsafeMutableRawBufferPointer) {
    // Safe: all buffers hold a header.
    unsafe emit(segmentation.checksum, into: bytes)
    unsafe bytes.storeBytes(of: Kind.segmentsIPv4, toByteOffset: Field.kind, as: UInt8.self)
    unsafe bytes.storeBytes(
      of: segmentation.headerByteCount, toByteOffset: Field.headerByteCount, as: UInt16.self)
    unsafe bytes.storeBytes(
      of: segmentation.segmentByteCount, toByteOffset: Field.segmentByteCount, as: UInt16.self)
  }

  private enum Kind {
    /// A TCP segment over IPv4, to be cut or put together.
    static let segmentsIPv4: UInt8 = 1
  }

  private enum Flag {
    /// The checksum is not made yet (1), or it was verified (2).
    static let checksum: UInt8 = 3
  }

  private enum Field {
    static let kind = 1
    static let headerByteCount = 2
    static let segmentByteCount = 4
    static let checksumStart = 6
    static let checksumOffset = 8
    static let bufferCount = 10
  }
}
