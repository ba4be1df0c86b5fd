internal import Foundation
internal import Machine
internal import TestSupport
internal import Testing

@testable internal import TestRunner

/// What a suite does without a machine; `FakeQEMUTests` and the integration tests are about the rest.
@Suite struct SuiteRunnerTests {
  private final class Recorder: Reporter {
    var events: [RunEvent] = []
    func receive(_ event: TimedEvent) { events.append(event.event) }
  }

  private func run(
    manifest: String?, count: Int = 2, isReference: Bool = false,
    _ adjust: (inout SuiteSettings) -> Void = { _ in }
  ) -> (code: Int32, results: [CaseResult], problems: [String]) {
    let services = (0..<count).map {
      ServiceFolder(path: "/nowhere/IntegrationTests/x\($0)", packageRoot: "/nowhere")
    }
    var settings = SuiteSettings()
    adjust(&settings)
    var options = RunOptions()
    options.isReference = isReference
    let plan = Plan(services, options: options) { _ in manifest }
    let recorder = Recorder()
    let suite = SuiteRunner(
      packageRoot: "/nowhere", options: options, settings: settings, reporters: [recorder])
    let code = suite.run(plan)
    guard case .ended(let results) = recorder.events.last else { return (code, [], []) }
    guard case .incomplete(let problems) = recorder.events.dropLast().last else {
      return (code, results, [])
    }
    return (code, results, problems)
  }

  @Test(arguments: [1, 4])
  func `a bad manifest gives its verdict, with every problem`(jobs: Int) throws {
    let (code, results, _) = run(manifest: "memroy: 3\nsteps: 4") { $0.jobCount = jobs }
    #expect(code == VerdictKind.badManifest.exitCode)
    #expect(results.count == 2)
    let verdict = try #require(results.first).verdict
    #expect(verdict.reason == "2 problems in test.yaml")
    #expect(verdict.details.first?.contains("/test.yaml:1:1: ") == true)
  }

  @Test func `a folder without a service gives a verdict too`() {
    let (code, results, _) = run(manifest: "{}")
    #expect(code == VerdictKind.badManifest.exitCode)
    #expect(results.map(\.verdict.kind) == [.badManifest, .badManifest])
  }

  @Test func `what a test expects is a success, even a bad folder`() {
    let (code, results, _) = run(manifest: "expect: bad-manifest")
    #expect(code == 0)
    #expect(results.map(\.verdict.kind) == [.passed, .passed])
  }

  @Test func `every test is run as often as it is wanted`() {
    let (_, results, _) = run(manifest: "expect: bad-manifest") { $0.count = 3 }
    #expect(results.count == 6)
    #expect(Set(results.map(\.name)).count == 6)
    #expect(results.map(\.name).contains("x1 (run 3)"))
    #expect(Set(results.map(\.plainName)) == ["x0", "x1"])
  }

  @Test func `rounds end at the limit, or at the first failure`() {
    let good = run(manifest: "expect: bad-manifest") {
      ($0.repeatsUntilFailure, $0.count) = (true, 4)
    }
    #expect(good.results.count == 8)
    let short = run(manifest: "expect: bad-manifest") {
      ($0.repeatsUntilFailure, $0.count, $0.repeatingTime) = (true, 4, .zero)
    }
    #expect(short.results.count == 2)
    let bad = run(manifest: "{}", count: 5) { $0.repeatsUntilFailure = true }
    #expect(bad.results.count == 1)
    #expect(bad.code != 0)
  }

  @Test func `nothing is started after a failure if that is wanted`() {
    #expect(run(manifest: "{}", count: 5) { $0.stopsAtFailure = true }.results.count == 1)
    #expect(run(manifest: "{}", count: 5).results.count == 5)
  }

  @Test func `what was not run is told of`() {
    let run = run(manifest: "{}", count: 5) { $0.stopsAtFailure = true }
    #expect(run.problems == ["4 tests were not run"])
    #expect(self.run(manifest: "{}", count: 5).problems.isEmpty)
  }

  @Test func `where all is left out nothing was proved, unless it is a part`() {
    let whole = run(manifest: "{}", isReference: true)
    #expect(whole.results.map(\.verdict.kind) == [.leftOut, .leftOut])
    #expect(whole.code == VerdictKind.badManifest.exitCode)
    #expect(whole.problems == ["nothing was proved, as every test was left out"])
    let part = run(manifest: "{}", isReference: true) { $0.shard = Shard("1/2") }
    #expect(part.code == 0 && part.problems.isEmpty)
    let rounds = run(manifest: "{}", isReference: true) { $0.repeatsUntilFailure = true }
    #expect(rounds.results.count == 2, "it would never fail")
  }

  @Test func `a run begins without the coverage that another has left`() throws {
    let folder = try TemporaryFolder()
    let bundle = CoverageBundle(beside: "\(folder.path)/1.jsonl")
    try folder.write("", to: "1.coverage/tests.map")
    let earlier = run(manifest: "expect: bad-manifest").results
    for (results, isKept) in [(earlier, true), ([], false)] {
      _ = run(manifest: "{}", isReference: true) {
        ($0.coverageBundle, $0.earlierResults) = (bundle, results)
      }
      #expect(bundle.exists == isKept, "what a round of the same run has left stays")
    }
  }

  @Test func `an empty plan is no failure, even again and again`() {
    #expect(run(manifest: "{}", count: 0) { $0.repeatsUntilFailure = true }.code == 0)
  }

  @Test func `many tests at the same time come to all their verdicts`() {
    let (code, results, _) = run(manifest: "expect: bad-manifest", count: 100) { $0.jobCount = 32 }
    #expect(code == 0)
    #expect(Set(results.map(\.name)).count == 100)
  }
}
