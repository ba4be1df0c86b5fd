internal import ArgumentParser
internal import Glibc

/// Where the program begins.
@main enum Main {
  static func main() {
    // QEMU may close a socket while the runner writes to it: that is an event, not an end.
    signal(SIGPIPE, SIG_IGN)
    guard var command = TestRunnerCommand.find(for: Array(CommandLine.arguments.dropFirst())) else {
      return TestRunnerCommand.main()
    }
    do {
      try command.run()
    } catch {
      TestRunnerCommand.exit(withError: error)
    }
  }
}

extension TestRunnerCommand {
  /// Reads a command line of which the first word tells the command.
  ///
  /// The library reads the options of a command that may follow six times, each time checking them
  /// twenty-five times in a debug build, which is longer than a test; a command that is known is
  /// read twice.
  ///
  /// - Returns: The command; nil if the whole must be read, for what it says of mistakes and help.
  fileprivate static func find(for words: [String]) -> (any ParsableCommand)? {
    let first = words.first ?? ""
    if let named = configuration.subcommands.first(where: { $0.configuration.commandName == first })
    {
      return try? named.parse(Array(words.dropFirst()))
    }
    return first == "help" ? nil : try? RunCommand.parse(words)
  }
}
