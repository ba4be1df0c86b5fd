// The way that nearly all requests take: one pass over the bytes of a head that is whole already.
//
// It takes nothing that the lines of `advance` would refuse, and whatever is unusual it leaves to
// them: what comes out is the same either way, which a test holds them to.

extension RequestParser {
  /// Reads the head at once, if it is whole and has nothing unusual.
  ///
  /// The table of fields is not made: it is when somebody asks for it.
  ///
  /// - Parameter bytes: All bytes so far; nothing was read of them since `begin`.
  /// - Returns: Whether the head is complete; else `advance` has to read it from its beginning.
  @_optimize(speed)
  mutating func takeWhole(_ bytes: RawSpan) -> Bool {
    let start = lines.start
    if let end = takeLines(bytes, from: start) {
      lines = LineReader(at: end)
      return true
    }
    begin(at: start)
    return false
  }

  /// Takes all lines.
  ///
  /// - Returns: Where what follows the head begins; nil if this is for others to read.
  @inline(__always)
  private mutating func takeLines(_ bytes: RawSpan, from start: Int) -> Int? {
    guard let fields = takeLine(bytes, from: start), fields &- 2 &- start <= limits.startLine
    else { return nil }
    if let count = known.byteCount(in: bytes, at: fields) {
      known.note(at: fields, in: &head.fields)
      if let host = head.fields.host { head.host = host }
      return fields &+ count
    }
    return takeNewFields(bytes, from: fields)
  }

  /// Takes fields that are not those of the request before.
  @_optimize(speed)
  @inline(never)
  private mutating func takeNewFields(_ bytes: RawSpan, from start: Int) -> Int? {
    guard let end = takeFields(bytes, from: start), end &- 2 &- start <= limits.fields else {
      return nil
    }
    do throws(MessageError) {
      try checkWhole(bytes)
    } catch {
      return nil
    }
    known.remember(head.fields, of: bytes, start..<end)
    return end
  }

  /// Takes `GET /path?query HTTP/1.1` and its like.
  ///
  /// - Returns: Where the fields begin; nil if this is for others to read.
  @inline(__always)
  private mutating func takeLine(_ bytes: RawSpan, from start: Int) -> Int? {
    // Behind every path there are a version and line ends.
    let last = bytes.byteCount &- 12
    guard start < last, let (method, length) = Self.method(bytes.word(at: start)) else {
      return nil
    }
    let path = start &+ length
    guard bytes.byte(unchecked: path) == ASCII.slash else { return nil }
    var (offset, query) = (path, 0)
    var before: UInt8 = 0
    while true {
      guard offset < last else { return nil }
      let byte = bytes.byte(unchecked: offset)
      if byte == ASCII.space { break }
      guard byte &- 0x21 < 0x5e, byte != 0x23, byte != ASCII.percent,
        byte != ASCII.dot || before != ASCII.slash
      else { return nil }
      if byte == ASCII.question, query == 0 { query = offset }
      before = byte
      offset &+= 1
    }
    // "HTTP/1.1", as it lies in memory, and the end of the line.
    guard bytes.word(at: offset &+ 1) == 0x312e_312f_5054_5448,
      bytes.byte(unchecked: offset &+ 9) == ASCII.carriageReturn,
      bytes.byte(unchecked: offset &+ 10) == ASCII.lineFeed
    else { return nil }
    head.method = method
    head.isVersion11 = true
    setTarget(path..<offset)
    setPath(path..<(query == 0 ? offset : query), isEncoded: false)
    if query != 0 { setQuery(query &+ 1..<offset) }
    return offset &+ 11
  }

  /// The method that eight bytes begin with, and how long it is with the space behind it.
  @inline(__always)
  private static func method(_ word: UInt64) -> (Method, Int)? {
    let four = UInt32(truncatingIfNeeded: word)
    if four == 0x2054_4547 { return (.get, 4) }
    if four == 0x2054_5550 { return (.put, 4) }
    guard UInt8(truncatingIfNeeded: word >> 32) == ASCII.space else { return nil }
    if four == 0x5453_4f50 { return (.post, 5) }
    return four == 0x4441_4548 ? (.head, 5) : nil
  }

  /// Takes the fields and the empty line behind them.
  ///
  /// - Returns: Where what follows the head begins; nil if this is for others to read.
  @inline(__always)
  private mutating func takeFields(_ bytes: RawSpan, from start: Int) -> Int? {
    let end = bytes.byteCount
    var (line, count) = (start, 0)
    while line &+ 1 < end {
      var offset = line
      while offset < end, bytes.byte(unchecked: offset).isToken { offset &+= 1 }
      if offset == line { break }
      let colon = offset
      guard colon < end, bytes.byte(unchecked: colon) == ASCII.colon else { return nil }
      offset &+= 1
      while offset < end, bytes.byte(unchecked: offset).isBlank { offset &+= 1 }
      let value = offset
      offset = bytes.endOfContent(from: value)
      guard offset &+ 1 < end, bytes.byte(unchecked: offset) == ASCII.carriageReturn,
        bytes.byte(unchecked: offset &+ 1) == ASCII.lineFeed,
        head.fields.note(bytes, name: line..<colon, value: value..<offset)
      else { return nil }
      line = offset &+ 2
      count &+= 1
    }
    guard line &+ 1 < end, bytes.byte(unchecked: line) == ASCII.carriageReturn,
      bytes.byte(unchecked: line &+ 1) == ASCII.lineFeed, count <= limits.fieldCount
    else { return nil }
    head.fields.setSection(start..<line)
    return line &+ 2
  }
}
