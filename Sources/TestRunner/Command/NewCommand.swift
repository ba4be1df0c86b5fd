public import ArgumentParser
internal import Foundation
internal import Machine
public import TestRunner

/// Makes the folder of a new service.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new", abstract: "Makes the folder of a service and its test, which passes.",
    discussion: """
      Examples:

        testrunner new IntegrationTests/mine       in this package
        testrunner new ../my-service --kind http   anywhere else
        testrunner new ../names --kind dns         a name server with a zone
        testrunner new ../other --scenario         with a program that drives the test
      """)

  @Argument(help: "The folder, which must not be there yet.", completion: .directory)
  var folder: String

  @Option(
    help: """
      What it does at first: udp or echo (datagrams come back), tcp (what is sent over connections \
      does), http, dns, or hello (says so and ends).
      """)
  var kind = ServiceTemplate.udp

  @Flag(help: "Add a program in Swift that drives the test, for what YAML should not say.")
  var scenario = false

  func run() throws {
    let url = URL(filePath: folder).standardizedFileURL
    guard !FileManager.default.fileExists(atPath: url.path) else {
      throw stop("\(folder) is there already")
    }
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      for file in kind.files(name: url.lastPathComponent, hasScenario: scenario) {
        let target = url.appending(path: file.name)
        try FileManager.default.createDirectory(
          at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try file.text.write(to: target, atomically: true, encoding: .utf8)
        Terminal.write("  \(folder)/\(file.name)\n")
      }
    } catch {
      throw stop("cannot make \(folder): \(error.localizedDescription)")
    }
    Terminal.write("run it with: \(ShellQuoting.line(PackageRoot.command() + [folder]))\n")
  }

  private func stop(_ message: String) -> ExitCode {
    Terminal.writeError("error: \(message)\n")
    return ExitCode(VerdictKind.badManifest.exitCode)
  }
}

extension ServiceTemplate: ExpressibleByArgument {
  public init?(argument: String) { self.init(word: argument) }
}
