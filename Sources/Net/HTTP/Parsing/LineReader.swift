/// Takes lines from bytes that come bit by bit; no byte is looked at twice.
struct LineReader: Equatable, Sendable {
  /// Where the line begins that is being read.
  private(set) var start: Int
  /// Up to where there is no line feed.
  private var searched: Int

  /// Begins to read at an offset.
  init(at start: Int) {
    self.start = start
    searched = start
  }

  /// Takes a line.
  ///
  /// - Parameters:
  ///   - bytes: All bytes so far; those before `start` do not matter.
  ///   - limit: How long a line may be, without its end.
  ///   - error: What is wrong with a longer one.
  /// - Returns: The line without its end; nil if that has not come yet.
  /// - Throws: The error for a line that is too long; `bareLineFeed`.
  @_optimize(speed)
  mutating func next(
    in bytes: RawSpan, atMost limit: Int, else error: MessageError
  ) throws(MessageError) -> Range<Int>? {
    guard let feed = bytes.firstLineFeed(from: searched) else {
      searched = bytes.byteCount
      if searched - start > limit + 1 { throw error }
      return nil
    }
    if feed - start > limit + 1 { throw error }
    guard feed > start, bytes[feed - 1] == ASCII.carriageReturn else { throw .bareLineFeed }
    let line = start..<feed - 1
    start = feed + 1
    searched = start
    return line
  }
}
