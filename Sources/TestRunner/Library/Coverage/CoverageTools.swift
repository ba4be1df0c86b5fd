internal import Machine

/// LLVM's tools, those that came with the compiler: formats differ by version.
struct CoverageTools {
  /// Where output is kept.
  let folder: String
  /// Whether the user has enough of it: no tool hears what comes between two of them.
  var isStopped: () -> Bool = { false }

  /// A tool that failed, in a sentence.
  struct Failure: Error, Equatable {
    let description: String
  }

  /// Runs one of the tools.
  ///
  /// - Parameters:
  ///   - tool: Its name.
  ///   - words: Its arguments.
  ///   - name: The file in the folder that takes its output; nil for none.
  /// - Returns: That output.
  /// - Throws: If the tool is missing or fails, or is not to be started any more.
  @discardableResult
  func run(
    _ tool: String, _ words: [String], keeping name: String? = nil
  ) throws(Failure) -> [UInt8] {
    guard !isStopped() else { throw Failure(description: "stopped by the user") }
    guard let swift = (try? ProgramSearch.find("swift")).flatMap(Folder.absolute),
      let slash = swift.lastIndex(of: "/"), Folder.exists("\(swift[..<slash])/\(tool)")
    else { throw Failure(description: "the Swift toolchain has no \(tool)") }
    let output = name.map { "\(folder)/\($0)" } ?? "/dev/null"
    Folder.create(folder)
    // Warnings must not get between the lines of a report.
    let script = "exec \"$@\" >\"$REPORT\" 2>\"$REPORT_WARNINGS\""
    var command = HostCommand(["sh", "-c", script, "sh", "\(swift[..<slash])/\(tool)"] + words)
    let warnings = "\(folder)/warnings.txt"
    command.environment = ["REPORT": output, "REPORT_WARNINGS": warnings]
    // The pages of a large suite take long.
    let ending = try? command.run(limit: .seconds(3600)) { _ in }
    guard case .ended(let status) = ending, status.isSuccess else {
      let line = Folder.readText(warnings)?.split(separator: "\n").first.map { ": \($0)" } ?? ""
      throw Failure(description: "\(tool) \(words[0]) failed\(line)")
    }
    return name == nil ? [] : Folder.read(output) ?? []
  }
}
