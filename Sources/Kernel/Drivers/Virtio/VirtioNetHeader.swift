/// What precedes each frame in its buffer.
///
/// Source: Virtio 1.2, section 5.1.6 (struct virtio_net_hdr).
enum VirtioNetHeader {
  /// Size in bytes; with version 1, the number of buffers is always part of it.
  static let byteCount = 12
  /// Size of a buffer in bytes: header, a frame of 1,518 bytes, and room.
  static let bufferByteCount = 2048
  /// The largest frame in bytes that fits into a buffer.
  static let maximumFrameByteCount = bufferByteCount - byteCount
}
