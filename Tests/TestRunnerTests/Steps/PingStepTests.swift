internal import Testing

@testable internal import TestRunner

@Suite struct PingStepTests {
  @Test func `a ping is quick and waits as long as the step may`() {
    let words = PingStep(count: 3).arguments(address: "10.0.0.42", limit: .milliseconds(1500))
    #expect(words == ["ping", "-n", "-c", "3", "-i", "0.002", "-W", "1.5", "10.0.0.42"])
  }

  @Test func `a flood is quiet`() {
    var step = PingStep(count: 10000)
    step.pace = .flood
    step.byteCount = 1472
    let words = step.arguments(address: "10.0.0.42", limit: .seconds(60))
    #expect(
      words == [
        "ping", "-n", "-c", "10000", "-f", "-q", "-s", "1472", "-W", "5", "10.0.0.42",
      ])
    #expect(step.title == "ping 10000, 1472 bytes, flood")
  }
}
