/// Why bytes are not a packet of the expected format.
public enum WireError: Error, Equatable, Sendable {
  /// The bytes end before the header does, or before the length it claims.
  case truncated
  /// A field has a value the format forbids.
  case malformed
  /// The checksum does not match the bytes.
  case badChecksum
}
