internal import ArgumentParser
internal import Glibc
internal import TestRunner

/// Boots services in QEMU, drives them and judges what they do.
struct TestRunnerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "testrunner",
    abstract: "Boots services in QEMU, drives them and judges what they do.",
    discussion: """
      A service is a folder with Service.swift and test.yaml. Its name alone runs its test:

        testrunner IntegrationTests/dns

      `testrunner manifest` says what test.yaml can hold, `testrunner new` begins one.

      Exit codes:

      \(VerdictKind.table)
       64  (usage)             the command line makes no sense
      """,
    subcommands: [
      RunCommand.self, ListCommand.self, NewCommand.self, BootCommand.self, ExecCommand.self,
      ManifestCommand.self, ShellCommand.self, StopCommand.self, MergeCommand.self,
      ListRunningCommand.self,
      CountersCommand.self, LogCommand.self, PacketsCommand.self, DebugCommand.self,
      CoreCommand.self, ReplayCommand.self, DoctorCommand.self, ReferenceGuestCommand.self,
      CarryLinkCommand.self,
    ],
    defaultSubcommand: RunCommand.self)
}

/// What commands write to, and how it may look.
enum Terminal {
  static let style = ConsoleStyle(isTerminal: isatty(STDOUT_FILENO) == 1) {
    getenv($0).map { String(cString: $0) }
  }

  /// Colours, but nothing that is written over.
  static var plainStyle: ConsoleStyle {
    ConsoleStyle(isColored: style.isColored, isInteractive: false)
  }

  /// How many characters fit into a line; 80 if nobody knows.
  static var width: Int {
    var size = winsize()
    let isKnown = ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return isKnown ? Int(size.ws_col) : 80
  }

  /// Writes text at once, so that nothing that happened is ever missing.
  static func write(_ text: String) {
    write(text, to: STDOUT_FILENO)
  }

  static func writeError(_ text: String) {
    write(text, to: STDERR_FILENO)
  }

  private static func write(_ text: String, to descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno != EINTR { return }
      bytes = bytes.dropFirst(max(0, count))
    }
  }
}

/// Finds the package, or says that there is none.
func requirePackageRoot() throws -> String {
  guard let root = PackageRoot.find() else {
    Terminal.writeError("error: there is no package here; run this in a checkout of it\n")
    throw ExitCode(VerdictKind.badManifest.exitCode)
  }
  return root
}
