internal import Testing

@testable internal import TestRunner

@Suite struct MeasureReaderTests {
  private func steps(_ text: String) throws -> [MeasureStep] {
    let manifest = try ManifestReader.read("measure: \(text)\nsteps: [ping: 1]", path: "test.yaml")
    #expect(manifest.countsInstructions)
    return manifest.steps.compactMap {
      if case .measure(let step) = $0.action { step } else { nil }
    }
  }

  private func message(_ text: String) throws -> String {
    let error = try #require(throws: InvalidManifest.self) { _ = try steps(text) }
    return try #require(error.problems.first).message
  }

  @Test func `reads counts, which come before the steps`() throws {
    let text = "{start: ready, query: {steps: [ping: 1], rounds: 3, warm: 0, per: 10, within: 2%}}"
    let found = try steps(text)
    #expect(found.map(\.title) == ["measure start", "measure query"])
    #expect(found[0] == MeasureStep(name: "start", span: .start))
    var query = MeasureStep(name: "query", span: .steps(found[1].steps))
    (query.roundCount, query.warmUpCount, query.unitCount) = (3, 0, 10)
    query.tolerancePercent = 2
    #expect(found[1] == query && query.steps.count == 1)
    let manifest = try ManifestReader.read(
      "measure: {a: ready}\nsteps: [exit: 0]", path: "test.yaml")
    #expect(manifest.steps.map(\.isMeasure) == [true, false])
  }

  @Test func `a start may say how much it may differ`() throws {
    #expect(try steps("{a: {until: ready, within: 0.5%}}")[0].tolerancePercent == 0.5)
  }

  @Test(arguments: [
    ("[]", "“measure” must be a mapping of names to counts"),
    ("{a: soon}", "expected “ready”, or a mapping with “steps”, found “soon”"),
    ("{a: {within: 1%}}", "a count needs either “steps” or “until: ready”"),
    ("{a: {until: ready, steps: [ping: 1]}}", "a count needs either “steps” or “until: ready”"),
    ("{a: {until: later}}", "a start is counted until “ready” only"),
    ("{a: {until: ready, rounds: 2}}", "a guest starts once: “rounds” means nothing"),
    ("{a: {steps: []}}", "a count needs steps that drive the guest"),
    ("{a: {steps: [exit: 0]}}", "“exit with status 0” cannot be counted"),
    ("{a: {steps: [reboot: yes]}}", "“reboot by the host” cannot be counted"),
    (
      "{a: {steps: [debug: {commands: bt, through: qemu}]}}",
      "“debug through QEMU with one command” cannot be counted"
    ),
    ("{a: {steps: [ping: 1], rounds: 0}}", "expected a whole number from 1 to 100000, found “0”"),
  ])
  func `says what is wrong`(text: String, expected: String) throws {
    #expect(try message(text) == expected)
  }
}
