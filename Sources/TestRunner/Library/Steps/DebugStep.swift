/// A session of gdb with the running guest, and what gdb must print.
///
/// gdb runs in batch mode, in the guest's network, with the commands of the run folder's file for
/// gdb before those of the step. Whatever it leaves behind, the guest goes on when it has ended.
public struct DebugStep: Equatable, Sendable {
  /// Commands in their order; one of several lines is a block, such as one that ends with `end`.
  public var commands: [String]
  /// Whether the commands are those of a file, whose name is the only one here.
  public var isFile = false
  /// Who stops the guest and shows it.
  public var stub = Stub.kernel
  /// Whether the next command is taken where one fails; otherwise the step fails there.
  public var goesOnAfterErrors = false
  /// Texts that gdb must print.
  public var texts: [String] = []
  /// Patterns that its output must match somewhere.
  public var patterns: [String] = []
  /// Whole lines that it must print in this order; others may stand between them.
  public var lines: [String] = []
  /// Patterns that its output must not match anywhere.
  public var absentPatterns: [String] = []

  /// The side of the guest on which gdb speaks.
  public enum Stub: String, CaseIterable, Sendable {
    /// The kernel's own, which the image must be linked with.
    case kernel
    /// QEMU's, for any image.
    case qemu
  }

  /// How many bytes of gdb's output are looked at; more is a fault.
  static let maximumByteCount = 1 << 20
  /// What a line begins with that repeats a command.
  static let prompt = "(gdb) "

  public init(commands: [String]) {
    self.commands = commands
  }

  /// Whether anything but gdb's success is expected.
  var expectsOutput: Bool { !(texts + patterns + lines + absentPatterns).isEmpty }

  var title: String {
    let through = stub == .kernel ? "debug" : "debug through QEMU"
    if isFile { return "\(through) \(commands.first ?? "")" }
    return commands.count == 1
      ? "\(through) with one command" : "\(through) with \(commands.count) commands"
  }

  /// What gdb reads, file by file; a file ends with the first command in it that fails.
  ///
  /// - Parameter connection: Path of the file that connects gdb with the guest.
  /// - Returns: The texts of the files, in the order in which gdb takes them.
  func scripts(connection: String) -> [String] {
    let start = ["set width 0", "set height 0", "set style enabled off", "source \(connection)"]
    let head = start.map { $0 + "\n" }.joined()
    let parts = (isFile ? commands.map { "source \($0)" } : commands).map(Self.announced)
    return goesOnAfterErrors ? [head] + parts : [head + parts.joined()]
  }

  /// A command behind one that prints it, as if somebody had typed it.
  private static func announced(_ command: String) -> String {
    let lines = command.split(separator: "\n")
    let first = lines.first.map(String.init) ?? ""
    let shown = first.replacing("\\", with: "\\\\") + (lines.dropFirst().isEmpty ? "" : " …")
    return "echo \(prompt)\(shown)\\n\n\(command)\n"
  }

  /// Compares gdb's output with what is expected.
  ///
  /// - Parameters:
  ///   - output: All that it printed, the repeated commands included.
  ///   - matches: Says whether a regular expression matches a text somewhere.
  /// - Returns: What is wrong, thing by thing.
  func mismatches(_ output: String, by matches: (String, String) -> Bool) -> [String] {
    guard output.utf8.count <= Self.maximumByteCount else {
      return ["gdb printed more than \(Self.maximumByteCount) bytes"]
    }
    // "\r\n" is one character, and none of those that end a line.
    let all = output.replacing("\r\n", with: "\n")
    let said = all.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix(Self.prompt) }
    let text = said.joined(separator: "\n")
    var problems = texts.filter { !text.contains($0) }.map { "gdb did not print “\($0)”" }
    problems += patterns.filter { !matches($0, text) }.map { "nothing matches /\($0)/" }
    if let line = firstMissing(in: said.map(Self.trimmed)) {
      problems.append("gdb did not print the line “\(line)”, or not in this order")
    }
    return problems
      + absentPatterns.filter { matches($0, text) }.map { "/\($0)/ matches" }
  }

  /// The first of the lines that is not there behind those before it.
  private func firstMissing(in said: [Substring]) -> String? {
    var rest = said[...]
    for line in lines {
      guard let place = rest.firstIndex(of: Self.trimmed(line[...])) else { return line }
      rest = rest[(place + 1)...]
    }
    return nil
  }

  /// A line without the blanks at its end.
  private static func trimmed(_ line: Substring) -> Substring {
    var line = line
    while line.last?.isWhitespace == true { line.removeLast() }
    return line
  }
}
