internal import Machine
internal import Testing

@testable internal import TestRunner

@Suite struct StepReaderScenarioTests {
  private func read(_ text: String) throws(InvalidManifest) -> Manifest {
    try ManifestReader.read("steps:\n  - scenario: \(text)\n", path: "test.yaml")
  }

  @Test func `a folder alone is a Swift program`() throws {
    let manifest = try read("Scenario")
    #expect(manifest.scenarios == [ScenarioStep(.folder("Scenario"))])
    #expect(manifest.steps[0].title == "scenario Scenario")
  }

  @Test func `any program can be a scenario, and may be told words and allowed reboots`() throws {
    let manifest = try read("{command: ./play, words: a b, reboots: 2}")
    var step = ScenarioStep(.command("./play"))
    (step.words, step.rebootCount) = (["a", "b"], 2)
    #expect(manifest.scenarios == [step])
    #expect(manifest.rebootCount == 2)
    #expect(manifest.steps[0].title == "scenario ./play")
  }

  @Test(arguments: [
    "{}", "{folder: A, command: b}", "../x", "{folder: a/b}", "{reboots: 1}", "[a]",
    "{folder: A, reboots: -1}",
  ])
  func `what makes no sense is refused`(text: String) {
    #expect(throws: InvalidManifest.self) { try read(text) }
  }

  @Test func `a step of a scenario is one of a manifest`() {
    let ping = Step(.ping(PingStep(count: 3)), line: 1)
    #expect(ManifestReader.readStep("ping: 3", of: Manifest()) == .step(ping))
    #expect(ManifestReader.readStep("{\"ping\":3}", of: Manifest()) == .step(ping))
  }

  @Test(arguments: [
    "", "ping", "ping: x", "nothing: 1", "exit: 0", "power: off", "scenario: A",
    "disk: {number: 3}",
    "repeat: {times: 2, steps: [power: reset]}", "console: {line: x, present: no}", "{", "a: [",
    "balloon: 3M",
  ])
  func `what a scenario cannot ask for is a problem`(text: String) {
    guard case .problem(let words) = ManifestReader.readStep(text, of: Manifest()) else {
      Issue.record("it is taken")
      return
    }
    #expect(!words.isEmpty)
  }
}
