internal import Testing

@testable internal import Core

@Suite struct TickScheduleTests {
  @Test func `keeps to the grid however late it is asked`() {
    var schedule = TickSchedule(first: 100, period: 10)
    #expect(schedule.take(now: 0) == 100)
    #expect(schedule.take(now: 109) == 110)
    #expect(schedule.take(now: 121) == 120)
    #expect(schedule.take(now: 121) == 130)
  }

  @Test func `leaves out what was missed but the latest`() {
    var schedule = TickSchedule(first: 100, period: 10)
    #expect(schedule.take(now: 157) == 150)
    #expect(schedule.take(now: 157) == 160)
    #expect(schedule.take(now: 200) == 200)
  }

  @Test func `ends with the time that can be counted`() {
    var schedule = TickSchedule(first: .max - 15, period: 10)
    #expect(schedule.take(now: 0) == UInt64.max - 15)
    #expect(schedule.take(now: 0) == UInt64.max - 5)
    #expect(schedule.take(now: 0) == nil)
  }
}
