internal import Testing

@testable internal import Core

@Suite struct TimestampClockTests {
  @Test func `counts nanoseconds from its start`() {
    let clock = TimestampClock(startingAt: 1000, ticksPerSecond: 2_000_000_000)
    #expect(clock.nanoseconds(at: 999) == 0)
    #expect(clock.nanoseconds(at: 1000) == 0)
    #expect(clock.nanoseconds(at: 2_000_001_000) == 1_000_000_000)
  }

  @Test(arguments: [UInt64(1_000_000_000), 2_399_998_765, 3_700_000_001])
  func `a tick found for a time is not before it`(rate: UInt64) {
    let clock = TimestampClock(startingAt: 77, ticksPerSecond: rate)
    for time in [UInt64(1), 999, 1_000_000, 3_600_000_000_000, 1 << 58] {
      let tick = clock.tick(atNanoseconds: time)
      #expect(clock.nanoseconds(at: tick) >= time)
      #expect(clock.nanoseconds(at: tick - 2) <= time)
    }
  }

  @Test func `a time without end has no tick before the last`() {
    let clock = TimestampClock(startingAt: 0, ticksPerSecond: 2_400_000_000)
    #expect(clock.tick(atNanoseconds: .max) > 1 << 63)
  }

  @Test func `goes on from another time at another rate`() {
    var clock = TimestampClock(startingAt: 0, ticksPerSecond: 1_000_000_000)
    clock.set(to: 600, at: 500, ticksPerSecond: 2_000_000_000)
    #expect(clock.nanoseconds(at: 500) == 600)
    #expect(clock.nanoseconds(at: 499) == 600, "never back")
    #expect(clock.nanoseconds(at: 700) == 700)
  }

  @Test func `knows how many ticks a time takes`() {
    let clock = TimestampClock(startingAt: 7, ticksPerSecond: 2_000_000_000)
    #expect(clock.ticks(inNanoseconds: 0) == 0)
    #expect(clock.ticks(inNanoseconds: 60_000_000_000) == 120_000_000_000)
    #expect(clock.ticks(inNanoseconds: .max) == .max)
  }
}
