internal import Testing
internal import TestRunner

@Suite struct StepReaderClockTests {
  private func step(_ text: String) throws -> Step {
    let manifest = try ManifestReader.read("steps:\n  - \(text)", path: "test.yaml")
    return try #require(manifest.steps.first)
  }

  @Test func `reads comparisons of clocks`() throws {
    let rate = ClockStep.Rate(duration: .seconds(60), partsPerMillion: 100)
    #expect(
      try step("clock: {port: 37, for: 60s, drift: 100ppm, wall: 1s}").action
        == .clock(ClockStep(port: 37, rate: rate, wallTolerance: .seconds(1))))
    #expect(
      try step("clock: {port: 37, wall: 500ms}").action
        == .clock(ClockStep(port: 37, wallTolerance: .milliseconds(500))))
    #expect(
      try step("clock: {port: 37, for: 1s, drift: 2.5ppm}").title == "clock for 1.00 s, 3 ppm")
  }

  @Test(arguments: [
    ("{port: 37}", "“clock” needs for and drift, or wall"),
    ("{port: 37, for: 1s}", "“drift” is missing"),
    ("{port: 37, drift: 1ppm}", "“for” is missing"),
    ("{for: 1s, drift: 1ppm}", "“port” is missing"),
    ("{port: 37, for: 1s, drift: 3}", "expected millionths such as 100ppm, found “3”"),
    ("{port: 37, for: 1s, drift: -3ppm}", "expected millionths such as 100ppm, found “-3ppm”"),
    ("{port: 0, wall: 1s}", "expected a whole number from 1 to 65535, found “0”"),
    ("{port: 1, wal: 1s}", "unknown key “wal” in “clock”; did you mean “wall”?"),
  ])
  func `refuses what makes no sense`(text: String, message: String) throws {
    let error = try #require(throws: InvalidManifest.self) { _ = try step("clock: \(text)") }
    #expect(error.problems.contains { $0.message == message }, "\(error.problems)")
  }
}
