/// What a query asks, read in place.
///
/// Source: RFC 1035, section 4.1.2.
struct Question {
  /// The class of the Internet.
  static let internet: UInt16 = 1
  /// The question for any class.
  static let anyClass: UInt16 = 255

  /// The labels of the name, right behind the header.
  let name: LabelOffsets
  /// The type that is asked for.
  let type: RecordType
  /// The class that is asked for.
  let recordClass: UInt16

  /// Offset behind the question.
  var end: Int { name.end &+ 4 }

  /// Reads the first question of a message; nil if it is cut or malformed.
  ///
  /// A compressed name is malformed: there is nothing before it that it could point to.
  @inline(__always)
  init?(_ message: RawSpan) {
    guard let name = LabelOffsets(of: message, at: Header.byteCount),
      message.byteCount &- name.end >= 4
    else { return nil }
    self.name = name
    type = RecordType(rawValue: message.bigEndian(at: name.end))
    recordClass = message.bigEndian(at: name.end &+ 2)
  }
}
