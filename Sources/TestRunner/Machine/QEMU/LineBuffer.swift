/// Cuts a stream of bytes into lines.
struct LineBuffer {
  /// Longest line, in bytes; one that does not end is dropped.
  static let maximumByteCount = 64 << 20

  private var rest: [UInt8] = []

  /// Takes bytes of the stream.
  ///
  /// - Parameter bytes: The next bytes, cut anywhere.
  /// - Returns: The lines that are now complete, without line feed and carriage return.
  mutating func append(_ bytes: [UInt8]) -> [[UInt8]] {
    rest += bytes
    // What was there before has none.
    guard let last = rest.suffix(bytes.count).lastIndex(of: UInt8(ascii: "\n")) else {
      if rest.count > Self.maximumByteCount { rest.removeAll() }
      return []
    }
    let complete = rest[..<last].split(separator: 10, omittingEmptySubsequences: false)
    rest.removeSubrange(...last)
    return complete.map { $0.last == 13 ? Array($0.dropLast()) : Array($0) }
  }
}
