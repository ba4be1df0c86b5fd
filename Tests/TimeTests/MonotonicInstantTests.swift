internal import Testing
internal import Time

@Suite struct MonotonicInstantTests {
  private let second = MonotonicInstant(nanoseconds: 1_000_000_000)

  @Test func `moves by durations`() {
    #expect((second + .milliseconds(5)).nanoseconds == 1_005_000_000)
    #expect((second - .milliseconds(5)).nanoseconds == 995_000_000)
    #expect(second + .milliseconds(5) - second == .milliseconds(5))
    #expect(second.duration(to: second - .seconds(1)) == .seconds(-1))
    #expect(second < second + .nanoseconds(1))
  }

  @Test func `stops at the first and the last instant`() {
    #expect((second - .seconds(2)).nanoseconds == 0)
    #expect((second + .seconds(-2)).nanoseconds == 0)
    let distant = second + .seconds(Int64.max)
    #expect(distant.nanoseconds == UInt64(Int64.max) + 1_000_000_000)
    #expect((distant + .seconds(Int64.max)).nanoseconds == .max)
    #expect(MonotonicInstant(nanoseconds: 0).duration(to: distant) == .nanoseconds(Int64.max))
    #expect((second + .seconds(Int64.min)).nanoseconds == 0)
  }

  @Test func `part of a nanosecond counts as a whole`() {
    #expect(Duration(secondsComponent: 0, attosecondsComponent: 1).nanosecondsRoundedUp == 1)
    #expect(Duration.nanoseconds(7).nanosecondsRoundedUp == 7)
    #expect(Duration.seconds(-1).nanosecondsRoundedUp == -1_000_000_000)
    #expect(Duration(secondsComponent: -1, attosecondsComponent: 0).nanosecondsRoundedUp < 0)
  }
}
