/// Where the parts of a record of a query are.
///
/// Source: RFC 1035, sections 4.1.3 and 4.1.4.
struct QueryRecord {
  /// Size of type, class, time to live and length, in bytes.
  static let fixedByteCount = 10

  /// Offset of the name.
  let start: Int
  /// Offset behind the name: of the type.
  let nameEnd: Int
  let type: RecordType
  /// Offset of the data.
  let data: Int
  /// Offset behind the data.
  let end: Int

  /// Finds the parts of the record at an offset; nil if it is cut or its name malformed.
  init?(_ message: RawSpan, at start: Int) {
    guard let nameEnd = Self.skipName(message, at: start),
      message.byteCount &- nameEnd >= Self.fixedByteCount
    else { return nil }
    self.start = start
    self.nameEnd = nameEnd
    type = RecordType(rawValue: message.bigEndian(at: nameEnd))
    data = nameEnd &+ Self.fixedByteCount
    end = data &+ Int(message.bigEndian(at: nameEnd &+ 8, as: UInt16.self))
    guard end <= message.byteCount else { return nil }
  }

  /// Returns the offset behind a name; nil if it is cut, too long, or points forward.
  private static func skipName(_ message: RawSpan, at start: Int) -> Int? {
    var offset = start
    while offset < message.byteCount, offset &- start < DomainName.maximumByteCount {
      let length = Int(message.bigEndian(at: offset, as: UInt8.self))
      if length == 0 { return offset &+ 1 }
      if length >= 0xc0 {
        guard message.byteCount &- offset >= 2 else { return nil }
        let target = Int(message.bigEndian(at: offset, as: UInt16.self) & 0x3fff)
        return target >= Header.byteCount && target < start ? offset &+ 2 : nil
      }
      guard length <= 63 else { return nil }
      offset &+= 1 &+ length
    }
    return nil
  }
}
