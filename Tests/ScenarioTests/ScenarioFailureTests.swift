internal import Testing

@testable internal import Scenario

@Suite struct ScenarioFailureTests {
  @Test func `says where it was made`() {
    let failure = ScenarioFailure("x")
    #expect(failure.file.hasSuffix("ScenarioFailureTests.swift") && failure.line == 7)
    #expect(failure.description.hasSuffix(".swift:7: x"))
  }
}
