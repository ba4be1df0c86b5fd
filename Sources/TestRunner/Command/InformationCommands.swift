internal import ArgumentParser
internal import TestRunner

/// Lists the tests that folders hold.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Lists tests with what they are about.",
    discussion: """
      Examples:

        testrunner list IntegrationTests/runner
        testrunner list --tag net --shard 2/5
      """)

  @Argument(help: "Folders of services; all of the package's if there is none.")
  var folders: [String] = []

  @OptionGroup(title: "Choosing tests") var selection: SelectionOptions

  func run() throws {
    let root = try requirePackageRoot()
    let paths = folders.isEmpty ? ["\(root)/IntegrationTests"] : folders
    let services = try findServices(paths, packageRoot: root)
    let whole = Plan(services, options: RunOptions()) { TestFile.read($0.manifestPath) }
    let plan = try selection.select(whole, packageRoot: root).mine
    let width = plan.cases.map(\.name.count).max() ?? 0
    var isSound = true
    for test in plan.cases {
      let gap = String(repeating: " ", count: width - test.name.count)
      switch test.manifest {
      case .success(let manifest):
        let marks = manifest.tags.map { "[\($0)]" } + (manifest.isAlone ? ["[alone]"] : [])
        let words = ([manifest.summary] + marks).joined(separator: " ")
        Terminal.write("\(test.name)\(gap)  \(words)\n")
      case .failure(let error):
        isSound = false
        Terminal.write("\(test.name)\(gap)  bad manifest\n")
        Terminal.writeError("\(error)\n")
      }
    }
    if !isSound { throw ExitCode(VerdictKind.badManifest.exitCode) }
  }
}

/// Looks whether this machine has what the harness needs.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Looks whether this machine has what the harness needs, and says what helps.")

  func run() throws {
    let findings = Doctor.examine()
    for line in Finding.report(findings, style: Terminal.style) { Terminal.write(line + "\n") }
    if findings.contains(where: { $0.state == .bad }) {
      throw ExitCode(VerdictKind.missingTool.exitCode)
    }
  }
}
