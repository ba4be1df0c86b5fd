// The target of a request in its four forms.
//
// Source: RFC 9112, section 3.2; RFC 3986, section 3.

extension RequestParser {
  /// Reads the target.
  @_optimize(speed)
  mutating func parseTarget(_ range: Range<Int>, of bytes: RawSpan) throws(MessageError) {
    setTarget(range)
    if head.method == .connect {
      try setAuthority(range, of: bytes)
    } else if bytes[range.lowerBound] == ASCII.slash {
      try parsePath(range, of: bytes)
    } else if bytes.equals(range, "*") {
      guard head.method == .options else { throw .malformedTarget }
      setPath(range, isEncoded: false)
    } else {
      try parseAbsolute(range, of: bytes)
    }
  }

  /// Reads a path that begins with a slash and the query after it.
  @_optimize(speed)
  private mutating func parsePath(_ range: Range<Int>, of bytes: RawSpan) throws(MessageError) {
    var pathEnd = range.upperBound
    var (isEncoded, isSuspect) = (false, false)
    var last: UInt8 = 0
    for offset in range {
      let byte = bytes[offset]
      // Visible characters of ASCII only, and no fragment, which is the client's own.
      guard byte &- 0x21 < 0x5e, byte != 0x23 else { throw .malformedTarget }
      guard pathEnd == range.upperBound else { continue }
      if byte == ASCII.question { pathEnd = offset }
      isEncoded = isEncoded || byte == ASCII.percent
      isSuspect = isSuspect || byte == ASCII.dot && last == ASCII.slash
      last = byte
    }
    let path = range.lowerBound..<pathEnd
    if isEncoded || isSuspect, !Self.isSafe(path, of: bytes) { throw .malformedTarget }
    setPath(path, isEncoded: isEncoded)
    if pathEnd < range.upperBound { setQuery(pathEnd &+ 1..<range.upperBound) }
  }

  /// Reads `http://host/path`, as proxies send it.
  private mutating func parseAbsolute(
    _ range: Range<Int>, of bytes: RawSpan
  ) throws(MessageError) {
    let scheme = range.prefix { bytes[$0] != ASCII.colon }
    let start = scheme.endIndex + 3
    guard start < range.upperBound, bytes.equals(scheme.endIndex..<start, "://"),
      bytes.matches(scheme.startIndex..<scheme.endIndex, "http")
        || bytes.matches(scheme.startIndex..<scheme.endIndex, "https")
    else { throw .malformedTarget }
    var end = start
    while end < range.upperBound, bytes[end] != ASCII.slash, bytes[end] != ASCII.question {
      end += 1
    }
    try setAuthority(start..<end, of: bytes)
    if end < range.upperBound {
      try parsePath(end..<range.upperBound, of: bytes)
    } else {
      setPath(end..<end, isEncoded: false)
    }
  }

  /// Takes the host from a target; it has the word over the field.
  private mutating func setAuthority(
    _ range: Range<Int>, of bytes: RawSpan
  ) throws(MessageError) {
    guard !range.isEmpty, range.allSatisfy({ bytes[$0].isHost }) else { throw .malformedTarget }
    setHost(range)
  }

  /// Whether a path, decoded, neither goes upwards nor has a zero in it.
  private static func isSafe(_ path: Range<Int>, of bytes: RawSpan) -> Bool {
    // Characters of the present part, and whether they all are dots.
    var (count, isDots) = (0, true)
    var offset = path.lowerBound
    while offset < path.upperBound {
      guard let byte = PercentCoding.byte(bytes, at: &offset, before: path.upperBound), byte != 0
      else { return false }
      // Who decodes the path before it cuts it into parts finds these slashes, too.
      if byte == ASCII.slash || byte == ASCII.backslash {
        if isDots, count == 1 || count == 2 { return false }
        (count, isDots) = (0, true)
      } else {
        count += 1
        isDots = isDots && byte == ASCII.dot
      }
    }
    return !(isDots && (count == 1 || count == 2))
  }
}
