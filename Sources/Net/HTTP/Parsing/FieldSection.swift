/// The fields of a message, and what those say that decide where it ends.
///
/// Source: RFC 9110, section 5; RFC 9112, sections 5 and 6.
struct FieldSection: Equatable, Sendable {
  private(set) var fields: [Field] = []
  /// The length that is stated.
  private(set) var length: Int?
  /// Whether the content comes in chunks.
  private(set) var isChunked = false
  private(set) var options: ConnectionOptions = []
  private(set) var expectsContinue = false
  /// The value of `Host`.
  private(set) var host: ByteRange?

  /// Forgets everything but keeps its memory.
  @inline(__always)
  mutating func removeAll() {
    fields.removeAll(keepingCapacity: true)
    length = nil
    isChunked = false
    options = []
    expectsContinue = false
    host = nil
  }

  /// Adds the field of a line.
  ///
  /// - Throws: What is wrong with it, in itself or next to those before.
  @_optimize(speed)
  mutating func add(_ line: Range<Int>, of bytes: RawSpan) throws(MessageError) {
    var colon = line.lowerBound
    if bytes[colon].isBlank { throw .foldedField }
    while colon < line.upperBound, bytes[colon].isToken { colon &+= 1 }
    guard colon > line.lowerBound, colon < line.upperBound, bytes[colon] == ASCII.colon else {
      throw .malformedFieldName
    }
    let name = unsafe Range(uncheckedBounds: (line.lowerBound, colon))
    let value = bytes.trimmed(unsafe Range(uncheckedBounds: (colon &+ 1, line.upperBound)))
    guard bytes.isFieldContent(value) else { throw .malformedFieldValue }
    fields.append(Field(name: ByteRange(name), value: ByteRange(value)))
    try interpret(name, value, of: bytes)
  }

  /// Notes what a field says about the message, if it is one of those.
  @_optimize(speed)
  private mutating func interpret(
    _ name: Range<Int>, _ value: Range<Int>, of bytes: RawSpan
  ) throws(MessageError) {
    switch name.count {
    case 4 where bytes.matches(name, "host"):
      guard host == nil else { throw .missingOrRepeatedHost }
      host = ByteRange(value)
    case 6 where bytes.matches(name, "expect"):
      guard bytes.matches(value, "100-continue") else { throw .unknownExpectation }
      expectsContinue = true
    case 10 where bytes.matches(name, "connection"):
      options.insert(bytes, value)
    case 14 where bytes.matches(name, "content-length"):
      guard length == nil, let number = bytes.decimal(value) else {
        throw .malformedContentLength
      }
      length = number
    case 17 where bytes.matches(name, "transfer-encoding"):
      try setCoding(value, of: bytes)
    default: break
    }
  }

  /// Notes the transfer coding.
  ///
  /// Source: RFC 9112, sections 6.1 and 7.
  private mutating func setCoding(
    _ value: Range<Int>, of bytes: RawSpan
  ) throws(MessageError) {
    guard !isChunked else { throw .malformedTransferEncoding }
    if bytes.matches(value, "chunked") {
      isChunked = true
      return
    }
    var list = CommaList(value)
    var (count, chunkedCount) = (0, 0)
    var endsChunked = false
    while let coding = list.next(in: bytes) {
      endsChunked = bytes.matches(coding, "chunked")
      chunkedCount += endsChunked ? 1 : 0
      count += 1
    }
    // Anything but chunks at the end, and once, leaves open where the message ends.
    guard endsChunked, chunkedCount == 1, count > 1 else { throw .malformedTransferEncoding }
    throw .unsupportedTransferCoding
  }
}
