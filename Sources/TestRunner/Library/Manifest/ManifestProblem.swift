/// Something wrong in a manifest, at its place.
public struct ManifestProblem: Error, Equatable, Sendable {
  /// From 1.
  public let line: Int
  /// In characters, from 1.
  public let column: Int
  public let message: String
}

/// A manifest that cannot be used, with everything that is wrong in it.
public struct InvalidManifest: Error, Equatable, Sendable, CustomStringConvertible {
  /// The path by which the user knows the file.
  public let path: String
  public let problems: [ManifestProblem]
  /// The file's lines, to show the places.
  let lines: [String]

  /// Each problem as `path:line:column: message`, with the line and a caret below it.
  public var description: String {
    problems.map(describe).joined(separator: "\n")
  }

  private func describe(_ problem: ManifestProblem) -> String {
    let head = "\(path):\(problem.line):\(problem.column): \(problem.message)"
    guard lines.indices.contains(problem.line - 1) else { return head }
    let text = lines[problem.line - 1]
    // Tabs stay tabs, so that the caret stands below its character in any terminal.
    let indent = String(text.prefix(problem.column - 1).map { $0 == "\t" ? "\t" : " " })
    return "\(head)\n  \(text)\n  \(indent)^"
  }
}
