internal import Machine

/// A program that runs beside the guest for as long as the test lasts: a server, say.
public struct Sidecar: Equatable, Sendable {
  /// What it is called in reports; its output is kept as `sidecar-<name>.log`.
  public var name: String
  /// The command, for a shell; empty if it is a program of a folder.
  public var line: String
  /// The folder within the service's of which the program is made, in Swift; nil for a command.
  public var folder: String?
  /// What its output says once it is ready, as a regular expression; nil if it is so at once.
  public var ready: String?

  /// Makes a program that is ready at once.
  public init(name: String, line: String) {
    self.name = name
    self.line = line
  }

  /// The command with its output both kept in the run folder and handed to the runner.
  ///
  /// The file is written on when the runner has left: `boot` leaves such programs running. A limit
  /// of the shell's bounds it, at which `tee` gives up the file and goes on.
  ///
  /// - Parameter program: The program that was made of the folder, if it is one.
  /// - Returns: The command, for a shell.
  func shellLine(program: String?) -> String {
    let command = program.map { ShellQuoting.line([$0]) } ?? line
    let tee = "exec tee -p \"$SWIFTLET_RUN_FOLDER/\(fileName)\""
    let bound = "trap '' XFSZ; ulimit -f \(LogBound.blockCount)"
    return "{ \(command)\n} 2>&1 | { \(bound); \(tee); }"
  }

  /// Name of the file that keeps the output.
  var fileName: String { "sidecar-\(name).log" }
}
