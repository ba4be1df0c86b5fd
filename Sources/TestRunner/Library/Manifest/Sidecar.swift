/// A program that runs beside the guest for as long as the test lasts: a server, say.
public struct Sidecar: Equatable, Sendable {
  /// What it is called in reports; its output is kept as `sidecar-<name>.log`.
  public var name: String
  /// The command, for a shell.
  public var line: String
  /// What its output says once it is ready, as a regular expression; nil if it is so at once.
  public var ready: String?

  /// Makes a program that is ready at once.
  public init(name: String, line: String) {
    self.name = name
    self.line = line
  }

  /// The command with its output both kept in the run folder and handed to the runner.
  ///
  /// The file is written on when the runner has left: `boot` leaves such programs running.
  var shellLine: String {
    "{ \(line)\n} 2>&1 | tee -p \"$SWIFTLET_RUN_FOLDER/\(fileName)\""
  }

  /// Name of the file that keeps the output.
  var fileName: String { "sidecar-\(name).log" }
}
