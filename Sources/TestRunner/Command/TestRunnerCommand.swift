internal import ArgumentParser

/// Boots services in QEMU, drives them and judges what they do.
@main struct TestRunnerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "testrunner")
}
