/// Reads the head of a response from bytes that come bit by bit.
///
/// Source: RFC 9112, sections 2 to 6.
struct ResponseParser: Sendable {
  /// The status; complete once `advance` returned true, as is all else.
  private(set) var status = Status.ok
  private(set) var isVersion11 = true
  private(set) var fields = FieldSection()
  private let limits: MessageLimits
  private var lines: LineReader
  private var fieldsStart: Int?

  /// Makes a parser.
  ///
  /// - Parameters:
  ///   - start: Where in the bytes the response begins.
  ///   - limits: How large it may be.
  init(at start: Int, limits: MessageLimits) {
    self.limits = limits
    lines = LineReader(at: start)
  }

  /// Where what follows the head begins.
  var end: Int { lines.start }

  /// Whether the connection may be used for a further request.
  var isPersistent: Bool {
    !fields.options.contains(.close) && (isVersion11 || fields.options.contains(.keepAlive))
  }

  /// Where the content ends.
  ///
  /// Source: RFC 9112, section 6.3.
  ///
  /// - Parameter method: What was asked for.
  /// - Returns: The end.
  func framing(answering method: Method) -> ContentFraming {
    if method == .head || status.forbidsContent { return .length(0) }
    if fields.isChunked { return .chunked }
    return fields.length.map { .length($0) } ?? .untilClose
  }

  /// Reads on.
  ///
  /// - Parameter bytes: All bytes so far.
  /// - Returns: Whether the head is complete.
  /// - Throws: The first thing that is wrong.
  mutating func advance(over bytes: RawSpan) throws(MessageError) -> Bool {
    if fieldsStart == nil {
      guard let line = try lines.next(in: bytes, atMost: limits.startLine, else: .startLineTooLong)
      else { return false }
      try parseStatusLine(line, of: bytes)
      fieldsStart = lines.start
    }
    while true {
      let room = limits.fields - (lines.start - (fieldsStart ?? 0))
      guard let line = try lines.next(in: bytes, atMost: room, else: .fieldsTooLong) else {
        return false
      }
      if line.isEmpty { break }
      if fields.fields.count == limits.fieldCount { throw .tooManyFields }
      try fields.add(line, of: bytes)
    }
    if fields.isChunked, fields.length != nil { throw .conflictingLengths }
    if fields.isChunked, !isVersion11 { throw .malformedTransferEncoding }
    if let length = fields.length, length > limits.content { throw .contentTooLong }
    return true
  }

  /// Reads the version and the status; the phrase means nothing and may be absent.
  ///
  /// Source: RFC 9112, section 4.
  private mutating func parseStatusLine(
    _ line: Range<Int>, of bytes: RawSpan
  ) throws(MessageError) {
    let start = line.lowerBound
    guard line.count >= 12, bytes.equals(start..<start + 7, "HTTP/1."),
      bytes[start + 7] &- ASCII.zero < 10, bytes[start + 8] == ASCII.space,
      let number = bytes.decimal(start + 9..<start + 12), number >= 100,
      line.count == 12 || bytes[start + 12] == ASCII.space, bytes.isFieldContent(line)
    else { throw .malformedStartLine }
    isVersion11 = bytes[start + 7] != ASCII.zero
    status = Status(rawValue: UInt16(number))
  }
}
