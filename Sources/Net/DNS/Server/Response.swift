/// A response while it is written: question, records, and last the header.
struct Response: ~Copyable, ~Escapable {
  /// Where the owner of a record is.
  enum Owner {
    /// In the message already, at an offset.
    case written(at: Int)
    /// In the tree of names.
    case node(Int32)
  }

  /// Where records are counted.
  enum Section {
    case answer, authority, additional
  }

  /// Size of the OPT record, in bytes.
  static let ednsByteCount = 11

  /// The outcome.
  var code = ResponseCode.noError
  /// Whether the answer comes from the zone itself.
  var isAuthoritative = false
  /// Whether something had to be left out.
  var isTruncated = false
  /// Number of bytes written.
  var count = Header.byteCount
  /// Number of bytes that records may fill.
  var limit: Int
  /// What is asked.
  var question = Question()
  /// The longest end of the question's name that is in the tree.
  var questionNode = NameTree.root
  /// The names in the message that others may point to.
  var names = WrittenNames()
  // Private: accessors of a span, which other files would need, are more than the compiler can do.
  private var bytes: MutableRawSpan
  private var questionCount: UInt16 = 0
  private var answerCount: UInt16 = 0
  private var authorityCount: UInt16 = 0
  private var additionalCount: UInt16 = 0

  /// Whether there is a record in the answer section.
  var hasAnswer: Bool { answerCount > 0 }

  /// Starts a response without question or records.
  @_lifetime(&bytes)
  init(_ bytes: inout MutableRawSpan) {
    limit = bytes.byteCount
    self.bytes = bytes._mutatingExtracting(0..<bytes.byteCount)
  }

  /// Writes an integer behind what is there.
  ///
  /// - Precondition: There is room.
  @inline(__always)
  @_lifetime(self: copy self)
  mutating func append<T: FixedWidthInteger & BitwiseCopyable>(_ value: T) {
    bytes.storeBigEndian(value, at: count)
    count &+= MemoryLayout<T>.size
  }

  /// Writes a piece of other bytes behind what is there.
  ///
  /// - Precondition: The piece lies inside the other bytes, and there is room.
  @inline(__always)
  @_lifetime(self: copy self)
  mutating func append(_ source: RawSpan, from start: Int, count byteCount: Int) {
    bytes.copy(source, from: start, count: byteCount, at: count)
    count &+= byteCount
  }

  /// Writes a piece of a table behind what is there.
  ///
  /// - Precondition: The piece lies inside the table, and there is room.
  @inline(__always)
  @_lifetime(self: copy self)
  mutating func append(_ source: borrowing Table<UInt8>, from start: Int, count: Int) {
    append(source.rawSpan, from: start, count: count)
  }

  /// Writes an integer over what is there.
  @inline(__always)
  @_lifetime(self: copy self)
  mutating func store(_ value: UInt16, at offset: Int) {
    bytes.storeBigEndian(value, at: offset)
  }

  /// Copies the question of a query.
  @_lifetime(self: copy self)
  mutating func appendQuestion(of query: RawSpan) {
    append(query, from: Header.byteCount, count: question.end &- Header.byteCount)
    questionCount = 1
  }

  /// Finds where a name stands; nil if it does not.
  func offset(of node: Int32, in zones: ServedZones) -> Int? {
    guard zones.database.tree.isNode(questionNode, atOrBelow: node) else {
      return names.offset(of: node)
    }
    let depth = Int(zones.database.tree.nodes[Int(node)].depth)
    return question.name.offset(question.name.count &- depth, in: bytes.bytes)
  }

  /// Takes one more record into the count of a section.
  @_lifetime(self: copy self)
  mutating func countRecords(_ number: Int32, in section: Section) {
    let number = UInt16(truncatingIfNeeded: number)
    switch section {
    case .answer: answerCount &+= number
    case .authority: authorityCount &+= number
    case .additional: additionalCount &+= number
    }
  }

  /// Writes the OPT record; the room for it was left by the limit.
  ///
  /// Source: RFC 6891, section 6.1.3.
  @_lifetime(self: copy self)
  mutating func appendEDNS(_ edns: QueryRecords.EDNS) {
    append(UInt8(0))
    append(RecordType.opt.rawValue)
    append(UInt16(ResponseLimit.largestDatagram))
    append(UInt8(code.rawValue >> 4))
    append(UInt8(0))
    append(UInt16(edns.isSecurityAware ? 0x8000 : 0))
    append(UInt16(0))
    additionalCount &+= 1
  }

  /// Writes the TSIG record that refuses the key of a query.
  ///
  /// Source: RFC 8945, section 5.2.1.
  @_lifetime(self: copy self)
  mutating func appendRefusal(of signature: Signature, in query: RawSpan) {
    append(query, from: signature.name, count: signature.nameByteCount)
    append(RecordType.tsig.rawValue)
    append(Question.anyClass)
    append(UInt32(0))
    append(UInt16(truncatingIfNeeded: signature.algorithmByteCount &+ 16))
    // The algorithm, the time signed and the fudge are those of the query; there is no MAC.
    append(query, from: signature.algorithm, count: signature.algorithmByteCount &+ 8)
    append(UInt16(0))
    append(signature.originalIdentifier)
    append(Signature.badKey)
    append(UInt16(0))
    additionalCount &+= 1
  }

  /// Writes the header, as the answer to a query.
  @_lifetime(self: copy self)
  mutating func finish(answering query: RawSpan, flags asked: UInt16) {
    var flags = asked & (Header.opcode | Header.recursionDesired) | Header.isResponse
    if isAuthoritative { flags |= Header.isAuthoritative }
    if isTruncated { flags |= Header.isTruncated }
    flags |= code.rawValue & 0xf
    bytes.storeBigEndian(query.bigEndian(at: 0, as: UInt16.self), at: Header.identifier)
    bytes.storeBigEndian(flags, at: Header.flags)
    bytes.storeBigEndian(questionCount, at: Header.questionCount)
    bytes.storeBigEndian(answerCount, at: Header.answerCount)
    bytes.storeBigEndian(authorityCount, at: Header.authorityCount)
    bytes.storeBigEndian(additionalCount, at: Header.additionalCount)
  }
}
