/// A few lines of a source around the one that matters.
enum SourceSnippet {
  /// The lines, each with its number; the one that matters is marked.
  ///
  /// - Parameters:
  ///   - text: The whole file.
  ///   - line: The line that matters, from 1.
  ///   - column: The column to point at, from 1; 0 for none.
  ///   - margin: Lines shown before and after.
  /// - Returns: Nothing if the file has no such line.
  static func lines(of text: String, line: Int, column: Int = 0, margin: Int = 2) -> [String] {
    let all = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard line >= 1, line <= all.count else { return [] }
    let shown = max(1, line - margin)...min(all.count, line + margin)
    let width = String(shown.upperBound).count
    return shown.flatMap { number in
      let text = all[number - 1]
      let digits = String(number)
      let padding = String(repeating: " ", count: width - digits.count)
      let mark = number == line ? ">" : " "
      let shownLine = "\(mark) \(padding)\(digits) │ \(text)"
      guard number == line, column >= 1, column <= text.count + 1 else { return [shownLine] }
      let indent = String(text.prefix(column - 1).map { $0 == "\t" ? "\t" : " " })
      return [shownLine, "  \(String(repeating: " ", count: width)) │ \(indent)^"]
    }
  }
}
