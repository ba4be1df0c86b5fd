internal import Testing

@testable internal import Net

@Suite struct CongestionControlTests {
  static func reno() -> CongestionControl {
    CongestionControl(algorithm: .reno, segmentByteCount: 1000)
  }

  @Test(arguments: [(536, 5360), (1000, 10_000), (1460, 14_600), (9000, 18_000)])
  func `starts with the initial window`(size: Int, window: Int) {
    #expect(CongestionControl.initialWindow(size) == window)
  }

  @Test func `grows by what arrives, then by one segment a window`() {
    var control = Self.reno()
    control.acknowledge(1000, now: Instant(nanoseconds: 0), roundTrip: 0)
    #expect(control.window == 11_000)
    control.enterRecovery(inFlight: 11_000)
    #expect(control.window == 5500)
    #expect(!control.isInSlowStart)
    for _ in 0..<5 { control.acknowledge(1000, now: Instant(nanoseconds: 0), roundTrip: 0) }
    #expect(control.window == 5500)
    control.acknowledge(500, now: Instant(nanoseconds: 0), roundTrip: 0)
    #expect(control.window == 6500)
  }

  @Test func `starts anew after a time-out, and halves only once`() {
    var control = Self.reno()
    control.timedOut(inFlight: 10_000, isRepeated: false)
    #expect(control.window == 1000)
    #expect(control.threshold == 5000)
    control.timedOut(inFlight: 1000, isRepeated: true)
    #expect(control.threshold == 5000)
  }

  @Test func `never falls below two segments`() {
    var control = Self.reno()
    control.enterRecovery(inFlight: 100)
    #expect(control.window == 2000)
  }

  @Test func `Cubic keeps seven tenths`() {
    var control = CongestionControl(algorithm: .cubic, segmentByteCount: 1000)
    control.enterRecovery(inFlight: 10_000)
    #expect(control.window == 7000)
  }

  @Test func `falls back to the initial window after idling`() {
    var control = Self.reno()
    for _ in 0..<100 {
      control.acknowledge(1000, now: Instant(nanoseconds: 0), roundTrip: 0)
    }
    control.restartAfterIdle()
    #expect(control.window == 10_000)
  }
}
