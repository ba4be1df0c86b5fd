/// What a shell says of a program that it does not find.
enum ShellComplaint {
  /// The exit status of a shell that does not find its program.
  static let status: Int32 = 127

  private static let endings = [
    ": not found", ": command not found", ": No such file or directory",
  ]

  /// Finds the program that a shell misses.
  ///
  /// - Parameters:
  ///   - text: What was printed, of which the last line counts: `sh: 2: exec: socat: not found`.
  ///   - isEnded: Whether the shell ended with its status for that; if not, only the runner's own
  ///     shell is believed.
  /// - Returns: The program's name; nil if the line says something else.
  static func missingProgram(in text: String, isEnded: Bool = true) -> String? {
    guard let line = text.split(separator: "\n").last,
      let ending = endings.first(where: line.hasSuffix), isEnded || line.hasPrefix("sh: ")
    else { return nil }
    let parts = line.dropLast(ending.count).split(separator: ": ")
    guard parts.count > 1, let last = parts.last else { return nil }
    let name = last.drop { "‘'\"".contains($0) }.prefix { !"’'\"".contains($0) }
    return name.isEmpty || name.contains(where: \.isWhitespace) ? nil : String(name)
  }
}

extension Verdict {
  /// The verdict on a command of which a shell says that it does not find its program.
  ///
  /// - Parameter complaint: What was printed.
  init(shell complaint: String) {
    if let name = ShellComplaint.missingProgram(in: complaint) {
      self.init(missing: [name])
    } else {
      self.init(.missingTool, TestSession.lastLine(complaint))
    }
  }
}
