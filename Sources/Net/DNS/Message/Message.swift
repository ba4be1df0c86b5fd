internal import Wire

/// A whole message, read: what a resolver makes of an answer.
///
/// Reading ends in a value or in nothing: a message of which any part is cut or malformed is none.
/// All records are read, but no more than a certain number are kept: those that come first, which
/// are the answer.
///
/// Source: RFC 1035, section 4.1; RFC 6891, section 6.1.
public struct Message: Equatable, Sendable {
  /// The number by which the asker knows the answer.
  public let identifier: UInt16
  /// The flags, as they are sent.
  let flags: UInt16
  /// The name that is asked for, as it stands there; nil if there is no question.
  public let question: (name: Name, type: RecordType, recordClass: UInt16)?
  /// The records in their order, without those of EDNS.
  public let records: [MessageRecord]
  /// The largest datagram that the sender takes; nil if it does not speak EDNS.
  public let payloadSize: UInt16?
  /// The outcome, with the bits that are in the EDNS record.
  public let code: UInt16
  /// The message itself.
  let bytes: [UInt8]

  /// Reads a message; nil if it is none, or if it asks more than one question.
  public init?(_ message: RawSpan) {
    guard message.byteCount >= Header.byteCount else { return nil }
    identifier = message.bigEndian(at: Header.identifier)
    flags = message.bigEndian(at: Header.flags)
    var offset = Header.byteCount
    switch message.bigEndian(at: Header.questionCount, as: UInt16.self) {
    case 0: question = nil
    case 1:
      guard let (name, end) = NameReader.read(message, at: offset), message.byteCount - end >= 4
      else { return nil }
      question = (
        name, RecordType(rawValue: message.bigEndian(at: end)), message.bigEndian(at: end + 2)
      )
      offset = end + 4
    default: return nil
    }
    var records: [MessageRecord] = []
    var edns: MessageRecord?
    for (section, place) in Self.sections {
      for _ in 0..<message.bigEndian(at: place, as: UInt16.self) {
        guard let record = Self.record(message, &offset, section) else { return nil }
        if record.type == .opt {
          guard edns == nil, section == .additional, record.owner.bytes.count == 1 else {
            return nil
          }
          edns = record
        } else if records.count < Self.recordLimit {
          records.append(record)
        }
      }
    }
    self.records = records
    payloadSize = edns?.recordClass
    code = flags & 0xf | UInt16(truncatingIfNeeded: (edns?.timeToLive ?? 0) >> 24) << 4
    bytes = message.array
  }

  /// Whether it is an answer.
  public var isResponse: Bool { flags & Header.isResponse != 0 }
  /// Whether it is about a query, and not about a change of a zone, say.
  public var isQuery: Bool { flags & Header.opcode == 0 }
  /// Whether something was left out for want of room.
  public var isTruncated: Bool { flags & Header.isTruncated != 0 }
  /// Whether the answer comes from the zone itself.
  public var isAuthoritative: Bool { flags & Header.isAuthoritative != 0 }
  /// Whether the server resolves for others.
  public var offersRecursion: Bool { flags & 0x80 != 0 }

  public static func == (left: Message, right: Message) -> Bool { left.bytes == right.bytes }

  /// How many records are kept: a message of 64 KiB may have twenty times as many, and each takes
  /// several times the memory that it takes there.
  static let recordLimit = 256

  private static let sections: [(MessageRecord.Section, Int)] = [
    (.answer, Header.answerCount), (.authority, Header.authorityCount),
    (.additional, Header.additionalCount),
  ]

  private static func record(
    _ message: RawSpan, _ offset: inout Int, _ section: MessageRecord.Section
  ) -> MessageRecord? {
    guard let (owner, end) = NameReader.read(message, at: offset), message.byteCount - end >= 10
    else { return nil }
    let byteCount = Int(message.bigEndian(at: end + 8, as: UInt16.self))
    guard message.byteCount - end - 10 >= byteCount else { return nil }
    offset = end + 10 + byteCount
    let timeToLive: UInt32 = message.bigEndian(at: end + 4)
    let type = RecordType(rawValue: message.bigEndian(at: end))
    return MessageRecord(
      section: section, owner: owner, type: type,
      recordClass: message.bigEndian(at: end + 2),
      // With the first bit set it counts as nothing (RFC 2181, section 8), but for EDNS.
      timeToLive: timeToLive >> 31 == 1 && type != .opt ? 0 : timeToLive,
      data: end + 10..<offset)
  }
}
