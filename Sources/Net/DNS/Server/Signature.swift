/// Where the parts of a query's TSIG record are that go into the refusal of its key.
///
/// Source: RFC 8945, sections 4.2 and 5.2.1.
struct Signature {
  /// The error "the key is not known".
  static let badKey: UInt16 = 17

  /// Offset of the key's name.
  let name: Int
  /// Size of the key's name.
  let nameByteCount: Int
  /// Offset of the algorithm's name and the ten bytes after it: time signed, fudge, MAC size.
  let algorithm: Int
  /// Size of the algorithm's name.
  let algorithmByteCount: Int
  /// Identifier of the message that was signed.
  let originalIdentifier: UInt16

  /// Size of the record that refuses the key.
  var refusalByteCount: Int {
    nameByteCount &+ QueryRecord.fixedByteCount &+ algorithmByteCount &+ 16
  }

  /// Reads a TSIG record; nil if it is malformed or a name in it is compressed.
  init?(_ record: QueryRecord, in message: RawSpan) {
    guard let key = LabelOffsets(of: message, at: record.start), key.end == record.nameEnd,
      let algorithm = LabelOffsets(of: message, at: record.data), record.end &- algorithm.end >= 16
    else { return nil }
    // Time signed (6 bytes), fudge (2), size of the MAC (2), MAC, then three more words.
    let macByteCount = Int(message.bigEndian(at: algorithm.end &+ 8, as: UInt16.self))
    let tail = algorithm.end &+ 10 &+ macByteCount
    guard record.end &- tail >= 6 else { return nil }
    let otherByteCount = Int(message.bigEndian(at: tail &+ 4, as: UInt16.self))
    guard tail &+ 6 &+ otherByteCount == record.end else { return nil }
    name = record.start
    nameByteCount = key.end &- key.start
    self.algorithm = algorithm.start
    algorithmByteCount = algorithm.end &- algorithm.start
    originalIdentifier = message.bigEndian(at: tail)
  }
}
