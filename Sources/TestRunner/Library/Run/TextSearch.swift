/// Looks for a pattern in output that grows, without reading all of it again each time.
struct TextSearch {
  /// How far before what is new a match may begin, in bytes.
  static let overlapByteCount = 1 << 16

  /// Whether the pattern was found.
  private(set) var isFound = false
  private let pattern: String
  private let matches: (String, String) -> Bool
  private var lookedByteCount = 0

  /// A search for a regular expression.
  ///
  /// - Parameters:
  ///   - pattern: The expression.
  ///   - matches: Says whether it matches a text somewhere.
  init(_ pattern: String, by matches: @escaping (String, String) -> Bool) {
    self.pattern = pattern
    self.matches = matches
  }

  /// Looks at what is new.
  ///
  /// - Parameter bytes: The output from its beginning.
  /// - Returns: Whether the pattern was found, now or before.
  mutating func look(in bytes: [UInt8]) -> Bool {
    guard !isFound, lookedByteCount == 0 || bytes.count > lookedByteCount else { return isFound }
    let part = bytes.dropFirst(max(0, lookedByteCount - Self.overlapByteCount))
    lookedByteCount = bytes.count
    isFound = matches(pattern, String(decoding: part, as: UTF8.self))
    return isFound
  }
}
