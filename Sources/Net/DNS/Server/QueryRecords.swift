/// What the records behind the question of a query say: EDNS and a signature; all else is ignored.
///
/// Source: RFC 6891, section 6.1; RFC 8945, section 5.2.
struct QueryRecords {
  /// What the OPT record says.
  struct EDNS {
    /// Largest datagram that the sender takes, in bytes.
    let payloadSize: UInt16
    /// Version that the sender speaks; only 0 exists.
    let version: UInt8
    /// Whether the sender can use DNSSEC records (RFC 3225); copied into the response.
    let isSecurityAware: Bool
  }

  /// The OPT record; nil if there is none.
  private(set) var edns: EDNS?
  /// The TSIG record; nil if there is none.
  private(set) var signature: Signature?

  /// Reads all records of a message from an offset on; bytes behind them are ignored.
  ///
  /// Returns nil if a record is cut or malformed, if there are two OPT records or one in another
  /// section than the last, or if a TSIG record is not the last of all.
  init?(_ message: RawSpan, from start: Int) {
    let before =
      Int(message.bigEndian(at: Header.answerCount, as: UInt16.self))
      &+ Int(message.bigEndian(at: Header.authorityCount, as: UInt16.self))
    let count =
      before &+ Int(message.bigEndian(at: Header.additionalCount, as: UInt16.self))
    var offset = start
    // Each turn takes 11 bytes at least, so the message's length bounds the loop.
    for index in 0..<count {
      guard let record = QueryRecord(message, at: offset) else { return nil }
      offset = record.end
      switch record.type {
      case .opt:
        guard index >= before, edns == nil, let value = EDNS(record, in: message) else {
          return nil
        }
        edns = value
      case .tsig:
        guard index == count &- 1, index >= before, let value = Signature(record, in: message)
        else { return nil }
        signature = value
      default: break
      }
    }
  }
}

extension QueryRecords.EDNS {
  /// Reads an OPT record; nil if its name is not the root or its options do not fill it exactly.
  fileprivate init?(_ record: QueryRecord, in message: RawSpan) {
    guard record.nameEnd == record.start &+ 1 else { return nil }
    var offset = record.data
    while offset < record.end {
      guard record.end &- offset >= 4 else { return nil }
      offset &+= 4 &+ Int(message.bigEndian(at: offset &+ 2, as: UInt16.self))
    }
    guard offset == record.end else { return nil }
    payloadSize = message.bigEndian(at: record.nameEnd &+ 2)
    version = message.bigEndian(at: record.nameEnd &+ 5)
    isSecurityAware = message.bigEndian(at: record.nameEnd &+ 6, as: UInt8.self) & 0x80 != 0
  }
}
