internal import Testing

@testable internal import TestRunner

@Suite struct TCPStepTests {
  @Test func `the title says what is expected`() {
    var step = TCPStep(port: 7)
    step.payload = [1, 2]
    #expect(step.title == "tcp port 7, 2 bytes")
    step.expectation = .refused
    #expect(step.title == "tcp port 7 refuses")
    step.expectation = .nothing(.seconds(1))
    #expect(step.title == "tcp port 7 says nothing")
  }
}
