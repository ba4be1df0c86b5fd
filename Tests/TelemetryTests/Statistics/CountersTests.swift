internal import Telemetry
internal import Testing

@Suite struct CountersTests {
  @Test func `keeps each counter apart`() {
    var counters = Counters()
    counters[.drops] += 3
    counters[.wakeups] += 1
    #expect(counters[.drops] == 3)
    #expect(counters[.wakeups] == 1)
    #expect(counters[.framesSent] == 0)
  }

  @Test func `compares by its values`() {
    var counters = Counters()
    #expect(counters == Counters())
    counters[.frees] = 1
    #expect(counters != Counters())
  }
}
