internal import Testing

@testable internal import Net

@Suite struct RetransmissionTimeoutTests {
  @Test func `begins with a second and learns`() {
    // RFC 6298, rules 2.1 to 2.3.
    var timeout = RetransmissionTimeout()
    #expect(timeout.value == 1_000_000_000)
    timeout.measure(100_000_000)
    #expect(timeout.smoothed == 100_000_000)
    #expect(timeout.variation == 50_000_000)
    #expect(timeout.value == 300_000_000)
    timeout.measure(200_000_000)
    #expect(timeout.smoothed == 112_500_000)
    #expect(timeout.variation == 62_500_000)
    #expect(timeout.value == 362_500_000)
  }

  @Test func `is never shorter than its least value`() {
    var timeout = RetransmissionTimeout()
    for _ in 0..<100 { timeout.measure(1_000) }
    #expect(timeout.value == RetransmissionTimeout.minimum)
  }

  @Test func `doubles up to a minute, and recovers`() {
    var timeout = RetransmissionTimeout()
    timeout.measure(100_000_000)
    timeout.backOff()
    #expect(timeout.value == 600_000_000)
    for _ in 0..<20 { timeout.backOff() }
    #expect(timeout.value == 60_000_000_000)
    timeout.resetBackoff()
    #expect(timeout.value == 300_000_000)
  }

  @Test func `takes three seconds after a lost SYN`() {
    var timeout = RetransmissionTimeout()
    timeout.backOff()
    timeout.handshakeTimedOut()
    #expect(timeout.value == 3_000_000_000)
    #expect(timeout.backoffCount == 0)
  }
}
