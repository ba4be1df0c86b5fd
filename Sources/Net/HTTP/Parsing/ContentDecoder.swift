/// Finds the content of a message in bytes that come bit by bit.
///
/// Source: RFC 9112, sections 6 and 7.
struct ContentDecoder: Equatable, Sendable {
  /// Bytes of the content so far.
  private(set) var count = 0
  /// The fields after the last chunk, where they lie in `trailerBytes`.
  private(set) var trailers: [Field] = []
  private(set) var trailerBytes: [UInt8] = []
  private let limits: MessageLimits
  private var state: State
  private var extensionBytes = 0
  /// Bytes after the position that hold no line feed.
  private var searched = 0

  /// Where in the content the decoder is.
  private enum State: Equatable {
    /// So many bytes follow, which are all.
    case counted(Int)
    case untilClose
    case chunkSize
    case chunkData(Int)
    case chunkEnd
    case trailer
    case ended
  }

  /// Makes a decoder for a content.
  init(_ framing: ContentFraming, limits: MessageLimits) {
    self.limits = limits
    state =
      switch framing {
      case .length(0): .ended
      case .length(let count): .counted(count)
      case .chunked: .chunkSize
      case .untilClose: .untilClose
      }
  }

  /// Whether everything has been found.
  var isAtEnd: Bool { state == .ended }

  /// How many bytes are still to come; nil if that is not known.
  var remaining: Int? {
    switch state {
    case .counted(let count): count
    case .ended: 0
    default: nil
    }
  }

  /// Finds the next piece.
  ///
  /// - Parameters:
  ///   - bytes: All bytes so far.
  ///   - position: Up to where they have been used; what is found here is passed over.
  /// - Returns: The piece.
  /// - Throws: What is wrong.
  mutating func next(
    in bytes: RawSpan, from position: inout Int
  ) throws(MessageError) -> ContentPiece {
    while true {
      switch state {
      case .ended: return .end
      case .counted(let rest):
        return try take(rest, .ended, in: bytes, from: &position) { .counted($0) }
      case .chunkData(let rest):
        return try take(rest, .chunkEnd, in: bytes, from: &position) { .chunkData($0) }
      case .untilClose:
        return try take(.max, .ended, in: bytes, from: &position) { _ in .untilClose }
      case .chunkSize, .chunkEnd, .trailer:
        guard let line = try takeLine(in: bytes, from: &position) else { return .needsMore }
        try use(line, of: bytes)
      }
    }
  }

  /// Says that the connection has ended.
  ///
  /// - Throws: `cut` if the content had not.
  mutating func finish() throws(MessageError) {
    guard state == .untilClose || state == .ended else { throw .cut }
    state = .ended
  }

  /// Takes bytes of the content.
  private mutating func take(
    _ rest: Int, _ next: State, in bytes: RawSpan, from position: inout Int,
    _ reduced: (Int) -> State
  ) throws(MessageError) -> ContentPiece {
    let available = min(rest, bytes.byteCount - position)
    if available == 0 { return .needsMore }
    count += available
    if count > limits.content { throw .contentTooLong }
    state = available == rest ? next : reduced(rest - available)
    position += available
    return .data(position - available..<position)
  }

  /// Takes a line; nil if its end has not come yet.
  private mutating func takeLine(
    in bytes: RawSpan, from position: inout Int
  ) throws(MessageError) -> Range<Int>? {
    let (limit, error): (Int, MessageError) =
      switch state {
      case .chunkSize: (16 + limits.chunkExtensions - extensionBytes, .chunkExtensionsTooLong)
      case .trailer: (limits.trailers - trailerBytes.count, .trailersTooLong)
      default: (0, .malformedChunk)
      }
    guard let feed = bytes.firstLineFeed(from: position + searched) else {
      searched = bytes.byteCount - position
      if searched > limit + 1 { throw error }
      return nil
    }
    if feed - position > limit + 1 { throw error }
    guard feed > position, bytes[feed - 1] == ASCII.carriageReturn else { throw .bareLineFeed }
    defer {
      position = feed + 1
      searched = 0
    }
    return position..<feed - 1
  }

  /// Goes on by what a line says.
  private mutating func use(_ line: Range<Int>, of bytes: RawSpan) throws(MessageError) {
    switch state {
    case .chunkSize:
      let size = try chunkSize(line, of: bytes)
      state = size == 0 ? .trailer : .chunkData(size)
    case .chunkEnd:
      state = .chunkSize
    default:
      if line.isEmpty {
        state = .ended
      } else {
        try addTrailer(line, of: bytes)
      }
    }
  }

  /// Reads the size of a chunk and passes over its extensions.
  private mutating func chunkSize(
    _ line: Range<Int>, of bytes: RawSpan
  ) throws(MessageError) -> Int {
    var (size, offset) = (0, line.lowerBound)
    while offset < line.upperBound, let digit = bytes[offset].hexadecimal {
      // 15 digits are more than any limit, and do not overflow.
      if offset - line.lowerBound == 15 { throw .malformedChunk }
      size = size << 4 | Int(digit)
      offset += 1
    }
    let rest = offset..<line.upperBound
    guard offset > line.lowerBound,
      rest.isEmpty || bytes[offset] == ASCII.semicolon && bytes.isFieldContent(rest)
    else { throw .malformedChunk }
    extensionBytes += rest.count
    if extensionBytes > limits.chunkExtensions { throw .chunkExtensionsTooLong }
    if size > limits.content - count { throw .contentTooLong }
    return size
  }

  /// Keeps a field that follows the last chunk.
  ///
  /// Source: RFC 9110, section 6.5.1.
  private mutating func addTrailer(_ line: Range<Int>, of bytes: RawSpan) throws(MessageError) {
    let start = trailerBytes.count
    trailerBytes.append(bytes.extracting(line))
    // The line end counts, too, so that the limit bounds the number of fields.
    trailerBytes.append(ASCII.lineFeed)
    var section = FieldSection()
    try section.add(start..<start + line.count, of: trailerBytes.raw)
    if trailers.count >= limits.fieldCount { throw .trailersTooLong }
    // What says where the message ends is too late here.
    guard section.length == nil, !section.isChunked, section.host == nil else {
      throw .malformedFieldName
    }
    trailers += section.fields
  }
}
