/// One option of a TCP header.
///
/// Source: RFC 9293, section 3.2.
public enum TCPOption: Equatable, Sendable {
  /// Largest segment that the sender takes, in bytes of payload.
  case maximumSegmentSize(UInt16)
  /// By how many bits the sender shifts its windows: RFC 7323, section 2.2.
  case windowScale(UInt8)
  /// The sender understands selective acknowledgements: RFC 2018, section 2.
  case sackPermitted
  /// Ranges that arrived: RFC 2018, section 3.
  case sack(SACKBlocks)
  /// The sender's clock and an echo of ours: RFC 7323, section 3.2.
  case timestamps(TCPTimestamps)
  /// Another option, by its number.
  case unsupported(UInt8)

  /// Numbers of the options.
  ///
  /// Source: IANA, "TCP Option Kind Numbers".
  enum Kind {
    static let end: UInt8 = 0
    static let noOperation: UInt8 = 1
    static let maximumSegmentSize: UInt8 = 2
    static let windowScale: UInt8 = 3
    static let sackPermitted: UInt8 = 4
    static let sack: UInt8 = 5
    static let timestamps: UInt8 = 8
  }
}
