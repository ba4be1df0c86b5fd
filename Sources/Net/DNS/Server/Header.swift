/// The places and the flags of a message's header.
///
/// Source: RFC 1035, section 4.1.1; RFC 2535, section 6.1.
enum Header {
  /// Size of the header, in bytes.
  static let byteCount = 12

  // Byte offsets of its fields.
  static let identifier = 0
  static let flags = 2
  static let questionCount = 4
  static let answerCount = 6
  static let authorityCount = 8
  static let additionalCount = 10

  /// Flag: the message is a response.
  static let isResponse: UInt16 = 0x8000
  /// Flag: the answer comes from the zone itself.
  static let isAuthoritative: UInt16 = 0x0400
  /// Flag: something was left out for want of room.
  static let isTruncated: UInt16 = 0x0200
  /// Flag: recursion is wished for; copied into the response.
  static let recursionDesired: UInt16 = 0x0100
  /// The bits of the kind of query.
  static let opcode: UInt16 = 0x7800
}
