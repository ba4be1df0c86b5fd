internal import ArgumentParser
internal import TestRunner

/// Shows what a manifest can say.
struct ManifestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "manifest", abstract: "Shows every key and step that a test.yaml can have.",
    discussion: """
      Example:

        testrunner manifest | less
      """)

  func run() throws {
    let path = "\(try requirePackageRoot())/docs/manifest.md"
    guard let text = TestFile.read(path) else {
      Terminal.writeError("error: cannot read \(path)\n")
      throw ExitCode(VerdictKind.badManifest.exitCode)
    }
    Terminal.write(text)
  }
}
