/// What differs in one source.
public struct SourceChange: Equatable, Sendable {
  /// Path relative to the package.
  public var path: String
  /// The text from which the lines are counted, by `CoverageMap.hash`; nil if it was not there.
  public var hash: String?
  public var hunks: [Hunk] = []

  /// Lines in one place that were taken away, put in, or both.
  public struct Hunk: Equatable, Sendable {
    /// The first line that was taken away; the one behind which others were put, if none was.
    public var start: Int
    public var removed: [String] = []
    public var added: [String] = []

    /// Whether nothing was taken away.
    var isInsertion: Bool { removed.isEmpty }

    /// Whether only comments and empty lines differ.
    var isComment: Bool { (removed + added).allSatisfy(Self.isComment) }

    /// The lines that count: those that say something, or the place of what was put in.
    var places: [Int] {
      guard !isInsertion else { return [start] }
      let telling = removed.indices.filter { !Self.isComment(removed[$0]) }
      // Where comments became code, the place alone is known.
      return (telling.isEmpty ? Array(removed.indices) : telling).map { start + $0 }
    }

    private static func isComment(_ line: String) -> Bool {
      let text = line.drop(while: \.isWhitespace)
      return text.isEmpty || text.hasPrefix("//")
    }
  }

  /// Reads what `git diff -U0` writes.
  ///
  /// - Parameter text: Its output, with the usual prefixes `a/` and `b/`.
  /// - Returns: The changes by path; a source that is new, gone or no text has no hunks.
  static func read(_ text: String) -> [String: SourceChange] {
    var changes: [String: SourceChange] = [:]
    var path: String?
    // Lines that a hunk still has, so that none of them is taken for a head.
    var (oldCount, newCount) = (0, 0)
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if oldCount > 0, line.hasPrefix("-") {
        oldCount -= 1
        changes[path ?? ""]?.append(removed: String(line.dropFirst()))
      } else if newCount > 0, line.hasPrefix("+") {
        newCount -= 1
        changes[path ?? ""]?.append(added: String(line.dropFirst()))
      } else if line.hasPrefix("+++ b/") {
        let name = String(line.dropFirst(6))
        path = name
        changes[name] = SourceChange(path: name)
      } else if line.hasPrefix("+++ ") {
        path = nil
      } else if let head = Head(line), let path {
        (oldCount, newCount) = (head.oldCount, head.newCount)
        changes[path]?.hunks.append(Hunk(start: head.oldStart))
      }
    }
    return changes
  }

  private mutating func append(removed line: String) {
    guard !hunks.isEmpty else { return }
    hunks[hunks.count - 1].removed.append(line)
  }

  private mutating func append(added line: String) {
    guard !hunks.isEmpty else { return }
    hunks[hunks.count - 1].added.append(line)
  }

  /// The line before a hunk: `@@ -12,3 +12,4 @@`.
  private struct Head {
    var oldStart = 0
    var oldCount = 0
    var newCount = 0

    init?(_ line: Substring) {
      let words = line.split(separator: " ")
      guard words.count >= 4, words[0] == "@@", words[1].hasPrefix("-"), words[2].hasPrefix("+"),
        let old = Self.pair(words[1].dropFirst()), let new = Self.pair(words[2].dropFirst())
      else { return nil }
      (oldStart, oldCount, newCount) = (old.start, old.count, new.count)
    }

    private static func pair(_ text: Substring) -> (start: Int, count: Int)? {
      let numbers = text.split(separator: ",").map { Int($0) }
      guard let start = numbers.first ?? nil else { return nil }
      if numbers.count == 1 { return (start, 1) }
      guard let count = numbers[1], count >= 0 else { return nil }
      return (start, count)
    }
  }
}
