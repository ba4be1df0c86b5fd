internal import Profiler
internal import Telemetry
internal import TestRunner
internal import Testing

@Suite struct StepReaderProfileTests {
  private func step(_ text: String) throws -> ProfileStep? {
    let text = "{tools: [sampler], steps: [{profile: {\(text)}}]}"
    let action = try ManifestReader.read(text, path: "test.yaml").steps.first?.action
    guard case .profile(let step) = action else { return nil }
    return step
  }

  @Test func `reads what is done and what is expected`() throws {
    let step = try #require(
      try step(
        "mode: nmi, rate: 2000, lost: 0, samples: 500, complete: 99.9%, steps: [{ping: 3}], "
          + "shares: [{function: DNS.answer, at-least: 40%}, {function: x, at-most: 3, self: yes}, "
          + "{function: y, at-least: 1, slower: 5ms}]")
    )
    #expect(step.mode == .nonMaskable)
    #expect(step.rate == 2000)
    #expect(step.allowedLoss == 0)
    #expect(step.leastSampleCount == 500)
    #expect(step.completePercent == 99.9)
    #expect(step.steps.map(\.action) == [.ping(PingStep(count: 3))])
    #expect(
      step.shares == [
        ShareCheck(function: "DNS.answer", least: 40),
        ShareCheck(function: "x", most: 3, isOwn: true),
        ShareCheck(function: "y", least: 1, slower: 5_000_000),
      ])
  }

  @Test(arguments: [
    "steps: []", "steps: [{exit: 0}]", "steps: [{profile: {steps: [{ping: 1}]}}]",
    "steps: [{ping: 1}], shares: [{function: a}]", "steps: [{ping: 1}], mode: pmu",
    "steps: [{ping: 1}], shares: [{function: (, at-least: 1}]", "steps: {ping: 1}",
    "steps: [{ping: 1}], shares: [{function: a, at-least: 101%}]", "steps: [{ping: 1}], rate: 0",
    "steps: [{ping: 1}], shares: [{function: a, at-least: 50, at-most: 40}]",
    "steps: [{ping: 1}], shares: [{function: a, at-least: 1, slower: 5}]",
  ])
  func `refuses what makes no sense`(text: String) {
    #expect(throws: InvalidManifest.self) { try step(text) }
  }
}
