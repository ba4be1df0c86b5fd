internal import Testing

@testable internal import TestRunner

@Suite struct EventHubTests {
  private final class Recorder: Reporter {
    var events: [TimedEvent] = []
    var isBusy = false
    func receive(_ event: TimedEvent) {
      #expect(!isBusy)
      isBusy = true
      events.append(event)
      isBusy = false
    }
  }

  @Test func `events of many threads come one after the other, each with its test`() async {
    let recorder = Recorder()
    let hub = EventHub([recorder])
    await withTaskGroup { group in
      for test in 0..<4 {
        group.addTask { for number in 0..<100 { hub.post(.note("\(number)"), of: test) } }
      }
    }
    #expect(recorder.events.count == 400)
    for test in 0..<4 {
      let own = recorder.events.filter { $0.test == test }.map(\.event)
      #expect(own == (0..<100).map { .note("\($0)") })
    }
    let times = recorder.events.map(\.time)
    #expect(times == times.sorted())
  }
}
