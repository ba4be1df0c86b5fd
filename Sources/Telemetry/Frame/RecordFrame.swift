/// How a record travels.
///
/// | offset | size | |
/// |---|---|---|
/// | 0 | 4 | synchronisation, f5 53 4c fa: the first and the last never occur in UTF-8 |
/// | 4 | 1 | kind |
/// | 5 | 1 | flags |
/// | 6 | 2 | bytes of payload, lowest byte first; at most 8192 |
/// | 8 | 4 | sequence number, lowest byte first |
/// | 12 | n | payload |
/// | 12 + n | 4 | CRC-32C from the kind to the end of the payload, lowest byte first |
public enum RecordFrame {
  /// Largest payload, in bytes.
  public static var maximumPayloadByteCount: Int { 8192 }

  /// First bytes of every frame.
  static var synchronisation: InlineArray<4, UInt8> { [0xf5, 0x53, 0x4c, 0xfa] }
  /// Bytes before the payload.
  static var headerByteCount: Int { 12 }
  /// Bytes after the payload.
  static var trailerByteCount: Int { 4 }

  /// Byte offsets of the header's fields.
  enum Field {
    static var kind: Int { 4 }
    static var flags: Int { 5 }
    static var payloadByteCount: Int { 6 }
    static var sequence: Int { 8 }
  }
}
