internal import Foundation
internal import Glibc
internal import TestSupport
internal import Testing

@testable internal import Machine
@testable internal import TestRunner

/// Builds with a script in the place of the real one.
@Suite struct BuildPhaseTests {
  /// A package with some services; the script notes each call in `calls`.
  private func makePackage(
    _ count: Int, failing: String = "none", after: String = ":"
  ) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for number in 0..<count {
      try folder.write("s", to: "IntegrationTests/x\(number)/Service.swift")
      try folder.write("{}", to: "IntegrationTests/x\(number)/test.yaml")
    }
    try folder.write("", to: "Package.swift")
    let script = """
      #!/bin/sh
      folder=$PWD/.build/image/x86_64-unknown-linux-gnu/release
      mkdir -p "$folder"
      echo "$1" >> calls
      case $1 in
      --all)
        [ \(failing) = none ] || exit 1
        for service in IntegrationTests/*; do echo i > "$folder/$(basename "$service")"; done ;;
      *\(failing)) echo "error: no $1" >&2; exit 1 ;;
      *) echo i > "$folder/$(basename "$1")"; echo "$folder/$(basename "$1")" ;;
      esac
      \(after)

      """
    try folder.write(script, to: "Tools/build-image")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: "\(folder.path)/Tools/build-image")
    return folder
  }

  private func plan(_ folder: TemporaryFolder, _ count: Int) -> Plan {
    let services = (0..<count).map {
      ServiceFolder(path: "\(folder.path)/IntegrationTests/x\($0)", packageRoot: folder.path)
    }
    // Each service is tested on two machines.
    return Plan(services, options: RunOptions()) { _ in "machine: [pc, q35]" }
  }

  private func build(
    _ folder: TemporaryFolder, _ count: Int, isStopped: @escaping () -> Bool = { false }
  ) -> [String: ImageBuilder.Outcome] {
    let phase = BuildPhase(
      packageRoot: folder.path, options: RunOptions(), post: { _ in }, isStopped: isStopped)
    return phase.build(plan(folder, count).cases)
  }

  private func calls(_ folder: TemporaryFolder) throws -> [String] {
    try String(contentsOfFile: "\(folder.path)/calls", encoding: .utf8)
      .split(separator: "\n").map(String.init)
  }

  private func isImage(_ outcome: ImageBuilder.Outcome) -> Bool {
    if case .image = outcome { true } else { false }
  }

  @Test func `few images are made one by one, each once`() throws {
    let folder = try makePackage(3)
    let outcomes = build(folder, 3)
    #expect(outcomes.values.count(where: isImage) == 3)
    #expect(try calls(folder).count == 3)
    _ = build(folder, 3)
    #expect(try calls(folder).count == 3)
  }

  @Test func `many images are made at once`() throws {
    let folder = try makePackage(6)
    #expect(build(folder, 6).values.count(where: isImage) == 6)
    #expect(try calls(folder) == ["--all"])
    _ = build(folder, 6)
    #expect(try calls(folder) == ["--all"])
  }

  @Test func `one that does not compile takes no other with it`() throws {
    let folder = try makePackage(5, failing: "x2")
    let outcomes = build(folder, 5)
    #expect(outcomes.values.count(where: isImage) == 4)
    guard case .failure(let verdict) = outcomes["\(folder.path)/IntegrationTests/x2"] else {
      Issue.record("the build must fail")
      return
    }
    #expect(verdict.kind == .buildFailure)
  }

  @Test func `who stops between two builds waits for no further one`() throws {
    let folder = try makePackage(3)
    let outcomes = build(folder, 3) { (try? calls(folder).count) == 1 }
    #expect(outcomes.count == 1)
    #expect(try calls(folder).count == 1)
  }

  @Test func `a signal between two builds stops the whole suite`() throws {
    // Another signal than Ctrl-C's, as all of this process would hear that.
    let folder = try makePackage(3, after: "kill -USR2 \(getpid()); sleep 1")
    final class Recorder: Reporter {
      var problems: [String] = []
      func receive(_ event: TimedEvent) {
        if case .incomplete(let found) = event.event { problems = found }
      }
    }
    let recorder = Recorder()
    var settings = SuiteSettings()
    settings.jobCount = 2
    let suite = SuiteRunner(
      packageRoot: folder.path, options: RunOptions(), settings: settings, reporters: [recorder])
    suite.interrupts = InterruptWatch(try InterruptSource([SIGUSR2]))
    #expect(suite.run(plan(folder, 3)) == VerdictKind.interrupted.exitCode)
    #expect(recorder.problems == ["the run was stopped by the user", "6 tests were not run"])
    #expect(suite.results.isEmpty)
    // On a busy host the signal may be heard while the next one is being made.
    #expect(try calls(folder).count < 3)
  }
}
