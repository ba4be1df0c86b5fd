internal import ArgumentParser

/// Shows where a running guest spends its time.
struct ProfilerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "profiler",
    abstract: "Shows where a running guest spends its time.")
}
