/// Reads the head of a request from bytes that come bit by bit.
///
/// A line is looked at when it is complete, so that the outcome does not depend on how the bytes
/// were cut. Nothing is allocated but the table of fields, which is used again.
///
/// Source: RFC 9112, sections 2 to 6.
struct RequestParser: Sendable {
  /// What was read; complete once `advance` returned true.
  var head = RequestHead()
  let limits: MessageLimits
  var lines = LineReader(at: 0)
  /// Where the fields begin; nil until the first line has been read.
  private var fieldsStart: Int?
  /// The fields of an earlier request.
  var known = KnownFields()
  /// Whether an empty line was passed over.
  private var hasSkippedLine = false

  init(limits: MessageLimits) { self.limits = limits }

  /// Where what follows the head begins, or the line that is being read.
  var end: Int { lines.start }

  /// Begins a new request.
  ///
  /// - Parameter start: Where in the bytes it begins.
  @_optimize(speed)
  mutating func begin(at start: Int) {
    head.fields.removeAll()
    lines = LineReader(at: start)
    fieldsStart = nil
    hasSkippedLine = false
  }

  /// Reads on.
  ///
  /// - Parameter bytes: All bytes so far: those of earlier calls and more.
  /// - Returns: Whether the head is complete.
  /// - Throws: The first thing that is wrong.
  @_optimize(speed)
  mutating func advance(over bytes: RawSpan) throws(MessageError) -> Bool {
    while fieldsStart == nil {
      guard let line = try lines.next(in: bytes, atMost: limits.startLine, else: .startLineTooLong)
      else { return false }
      if line.isEmpty, !hasSkippedLine {
        // Some clients of old send one after the content (RFC 9112, section 2.2).
        hasSkippedLine = true
        continue
      }
      try parseStartLine(line, of: bytes)
      fieldsStart = lines.start
    }
    while true {
      let room = limits.fields - (lines.start - (fieldsStart ?? 0))
      guard let line = try lines.next(in: bytes, atMost: room, else: .fieldsTooLong) else {
        return false
      }
      if line.isEmpty { break }
      if head.fields.count == limits.fieldCount { throw .tooManyFields }
      try head.fields.add(line, of: bytes)
    }
    try checkWhole(bytes)
    return true
  }

  /// Reads the method, the target and the version.
  ///
  /// Source: RFC 9112, section 3.
  @_optimize(speed)
  private mutating func parseStartLine(
    _ line: Range<Int>, of bytes: RawSpan
  ) throws(MessageError) {
    var offset = line.lowerBound
    while offset < line.upperBound, bytes[offset].isToken { offset &+= 1 }
    // A method, a space, a target of one character at least, a space and the version.
    guard offset > line.lowerBound, line.upperBound &- offset >= 11,
      bytes[offset] == ASCII.space, bytes[line.upperBound &- 9] == ASCII.space
    else { throw .malformedStartLine }
    try parseVersion(bytes.word(at: line.upperBound &- 8))
    guard let method = Method(bytes, line.lowerBound..<offset) else { throw .unknownMethod }
    head.method = method
    try parseTarget(offset &+ 1..<line.upperBound &- 9, of: bytes)
  }

  /// Notes the version that eight bytes, the first of them lowest, say.
  @inline(__always)
  private mutating func parseVersion(_ word: UInt64) throws(MessageError) {
    // "HTTP/1.1", as it lies in memory.
    if word == 0x312e_312f_5054_5448 {
      head.isVersion11 = true
      return
    }
    let (major, minor) = (UInt8(truncatingIfNeeded: word >> 40), UInt8(word >> 56))
    guard word & 0x00ff_00ff_ffff_ffff == 0x002e_002f_5054_5448, major &- 0x30 < 10,
      minor &- 0x30 < 10
    else { throw .malformedStartLine }
    guard major == 0x31 else { throw .unsupportedVersion }
    head.isVersion11 = minor != 0x30
  }

  /// Hands the head out, and takes the memory of another.
  @inline(__always)
  mutating func exchangeHead(_ other: inout RequestHead) { swap(&head, &other) }

  // What the target says, which is read in a file of its own.
  mutating func setTarget(_ range: Range<Int>) {
    head.target = ByteRange(range)
    // What an earlier request left lies in other bytes.
    head.path = .empty
    head.isEncoded = false
    head.query = .empty
    head.host = .empty
  }

  mutating func setPath(_ range: Range<Int>, isEncoded: Bool) {
    head.path = ByteRange(range)
    head.isEncoded = isEncoded
  }

  mutating func setQuery(_ range: Range<Int>) { head.query = ByteRange(range) }

  mutating func setHost(_ range: Range<Int>) { head.host = ByteRange(range) }

  /// Checks what only the whole head shows.
  @_optimize(speed)
  mutating func checkWhole(_ bytes: RawSpan) throws(MessageError) {
    if head.fields.isChunked {
      if head.fields.length != nil { throw .conflictingLengths }
      // A client of that version cannot mean it; somebody in between may (section 6.1).
      if !head.isVersion11 { throw .malformedTransferEncoding }
    }
    if let length = head.fields.length, length > limits.content { throw .contentTooLong }
    guard let host = head.fields.host else {
      if head.isVersion11 { throw .missingOrRepeatedHost }
      return
    }
    guard bytes.isHost(host.range) else { throw .malformedHost }
    if head.host.isEmpty { head.host = host }
  }
}
