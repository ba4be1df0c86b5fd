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

  /// The outcome.
  var code = ResponseCode.noError
  /// Whether the answer comes from the zone itself.
  var isAuthoritative = false
  /// Whether something had to be left out.
  var isTruncated = false
  /// The bytes; what lies behind the count is not part of the response.
  var bytes: MutableRawSpan
  /// Number of bytes written.
  var count = Header.byteCount
  /// Number of bytes that records may fill.
  var limit: Int
  /// The names in the message that others may point to.
  var names = WrittenNames()
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

  /// Copies the question of a query.
  @_lifetime(self: copy self)
  mutating func appendQuestion(of query: RawSpan, end: Int) {
    bytes.copy(
      query, from: Header.byteCount, count: end &- Header.byteCount, at: Header.byteCount)
    count = end
    questionCount = 1
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
    bytes.storeBigEndian(UInt8(0), at: count)
    bytes.storeBigEndian(RecordType.opt.rawValue, at: count &+ 1)
    bytes.storeBigEndian(UInt16(ResponseLimit.largestDatagram), at: count &+ 3)
    bytes.storeBigEndian(UInt8(code.rawValue >> 4), at: count &+ 5)
    bytes.storeBigEndian(UInt8(0), at: count &+ 6)
    bytes.storeBigEndian(UInt16(edns.isSecurityAware ? 0x8000 : 0), at: count &+ 7)
    bytes.storeBigEndian(UInt16(0), at: count &+ 9)
    count &+= 11
    additionalCount &+= 1
  }

  /// Writes the TSIG record that refuses the key of a query.
  ///
  /// Source: RFC 8945, section 5.2.1.
  @_lifetime(self: copy self)
  mutating func appendRefusal(of signature: Signature, in query: RawSpan) {
    bytes.copy(query, from: signature.name, count: signature.nameByteCount, at: count)
    count &+= signature.nameByteCount
    bytes.storeBigEndian(RecordType.tsig.rawValue, at: count)
    bytes.storeBigEndian(Question.anyClass, at: count &+ 2)
    bytes.storeBigEndian(UInt32(0), at: count &+ 4)
    bytes.storeBigEndian(UInt16(signature.algorithmByteCount &+ 16), at: count &+ 8)
    count &+= QueryRecord.fixedByteCount
    let timed = signature.algorithmByteCount &+ 8
    bytes.copy(query, from: signature.algorithm, count: timed, at: count)
    count &+= timed
    bytes.storeBigEndian(UInt16(0), at: count)
    bytes.storeBigEndian(signature.originalIdentifier, at: count &+ 2)
    bytes.storeBigEndian(Signature.badKey, at: count &+ 4)
    bytes.storeBigEndian(UInt16(0), at: count &+ 6)
    count &+= 8
    additionalCount &+= 1
  }

  /// Writes the header, as the answer to a query.
  @_lifetime(self: copy self)
  mutating func finish(answering query: RawSpan) {
    let asked: UInt16 = query.bigEndian(at: Header.flags)
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
