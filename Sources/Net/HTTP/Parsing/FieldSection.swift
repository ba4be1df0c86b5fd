/// The fields of a message, and what those say that decide where it ends.
///
/// Source: RFC 9110, section 5; RFC 9112, sections 5 and 6.
struct FieldSection: Equatable, Sendable {
  private(set) var fields: [Field] = []
  /// The lines of fields that were looked at but are not in the table; empty if there are none.
  private var section = ByteRange.empty
  /// The length that is stated.
  private(set) var length: Int?
  /// Whether the content comes in chunks.
  private(set) var isChunked = false
  private(set) var options: ConnectionOptions = []
  private(set) var expectsContinue = false
  /// The value of `Host`.
  private(set) var host: ByteRange?

  /// How many there are.
  var count: Int {
    @inline(__always) get { fields.count }
  }

  /// Forgets everything but keeps its memory.
  @inline(__always)
  mutating func removeAll() {
    if !fields.isEmpty { fields.removeAll(keepingCapacity: true) }
    section = .empty
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
    let (start, end) = (line.lowerBound, line.upperBound)
    precondition(start < end && end <= bytes.byteCount)
    var colon = start
    if bytes.byte(unchecked: start).isBlank { throw .foldedField }
    while colon < end, bytes.byte(unchecked: colon).isToken { colon &+= 1 }
    guard colon > start, colon < end, bytes.byte(unchecked: colon) == ASCII.colon else {
      throw .malformedFieldName
    }
    // Safe: the colon lies inside the line.
    let name = unsafe Range(uncheckedBounds: (start, colon))
    // Nearly all values have one space before them and none behind.
    let first = bytes.byte(unchecked: min(colon &+ 1, end &- 1)) == ASCII.space ? 2 : 1
    let value = bytes.trimmed(unsafe Range(uncheckedBounds: (min(colon &+ first, end), end)))
    guard bytes.isFieldContent(value) else { throw .malformedFieldValue }
    fields.append(Field(name: ByteRange(name), value: ByteRange(value)))
    try interpret(name, value, of: bytes)
  }

  /// Notes a field that is not put into the table.
  ///
  /// - Parameters:
  ///   - bytes: The bytes.
  ///   - name: Where its name lies, a token.
  ///   - value: Where its value lies, perhaps with blanks behind it.
  /// - Returns: False if it is wrong.
  @inline(__always)
  mutating func note(_ bytes: RawSpan, name: Range<Int>, value: Range<Int>) -> Bool {
    // No name of another length is one of those that matter.
    let lengths: UInt32 = 1 << 4 | 1 << 6 | 1 << 10 | 1 << 14 | 1 << 17
    guard name.count < 18, lengths >> UInt32(truncatingIfNeeded: name.count) & 1 != 0 else {
      return true
    }
    do throws(MessageError) {
      try interpret(name, bytes.trimmed(value), of: bytes)
      return true
    } catch {
      return false
    }
  }

  /// Remembers where fields lie that are not in the table.
  @inline(__always)
  mutating func setSection(_ lines: Range<Int>) { section = ByteRange(lines) }

  /// Notes fields that were noted before, elsewhere; so far there are none.
  ///
  /// - Parameters:
  ///   - known: What was noted of them; they are not in its table.
  ///   - distance: How much further on they lie now.
  @inline(__always)
  mutating func note(_ known: borrowing FieldSection, movedBy distance: Int) {
    section = known.section.moved(by: distance)
    host = known.host?.moved(by: distance)
    length = known.length
    isChunked = known.isChunked
    options = known.options
    expectsContinue = known.expectsContinue
  }

  /// Puts fields into the table that were noted before.
  mutating func index(_ bytes: RawSpan) {
    guard !section.isEmpty else { return }
    var lines = LineReader(at: section.range.lowerBound)
    let end = section.range.upperBound
    removeAll()
    do throws(MessageError) {
      while lines.start < end,
        let line = try lines.next(in: bytes, atMost: end, else: .fieldsTooLong)
      {
        try add(line, of: bytes)
      }
    } catch {
      // Who noted them has checked them.
    }
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
