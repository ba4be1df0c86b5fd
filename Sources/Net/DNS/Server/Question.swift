/// What a query asks, read in place.
///
/// Source: RFC 1035, section 4.1.2.
struct Question {
  /// The class of the Internet.
  static let internet: UInt16 = 1
  /// The question for any class.
  static let anyClass: UInt16 = 255

  /// The labels of the name, right behind the header.
  private(set) var name = LabelOffsets()
  /// The type that is asked for.
  private(set) var type = RecordType(rawValue: 0)
  /// The class that is asked for.
  private(set) var recordClass: UInt16 = 0

  /// Offset behind the question.
  var end: Int { name.end &+ 4 }

  /// Reads the first question of a message; returns false if it is cut or malformed.
  ///
  /// A compressed name is malformed: there is nothing before it that it could point to.
  @inline(__always)
  mutating func read(_ message: RawSpan) -> Bool {
    guard name.read(message, at: Header.byteCount), message.byteCount &- name.end >= 4 else {
      return false
    }
    type = RecordType(rawValue: message.bigEndian(at: name.end))
    recordClass = message.bigEndian(at: name.end &+ 2)
    return true
  }
}
