internal import TestSupport
internal import Testing

@testable internal import Core

@Suite struct TimerQueueTests {
  @Test func `expires in order of deadline, then of setting`() {
    var queue = TimerQueue<Int>()
    for (deadline, payload) in [(30, 3), (10, 1), (20, 2), (10, 11)] {
      queue.set(deadline: UInt64(deadline), payload: payload)
    }
    #expect(queue.nextDeadline == 10)
    var expired: [Int] = []
    while let payload = queue.popExpired(now: 25) { expired.append(payload) }
    #expect(expired == [1, 11, 2])
    #expect(queue.nextDeadline == 30)
  }

  @Test func `cancels once`() {
    var queue = TimerQueue<Int>()
    let first = queue.set(deadline: 5, payload: 1)
    let second = queue.set(deadline: 6, payload: 2)
    #expect(queue.cancel(first) == 1)
    #expect(queue.cancel(first) == nil)
    let third = queue.set(deadline: 7, payload: 3)
    #expect(queue.cancel(first) == nil, "the slot belongs to another timer now")
    #expect(queue.cancel(third) == 3)
    #expect(queue.popExpired(now: 100) == 2)
    #expect(queue.cancel(second) == nil)
    #expect(queue.nextDeadline == nil)
  }

  @Test func `agrees with a sorted list over 100,000 random timers`() {
    var generator = SeededGenerator(seed: 7)
    var queue = TimerQueue<Int>()
    var expected: [(deadline: UInt64, payload: Int)] = []
    for payload in 0..<100_000 {
      let deadline = generator.next() % 50_000
      let handle = queue.set(deadline: deadline, payload: payload)
      if payload % 3 == 0 {
        #expect(queue.cancel(handle) == payload)
      } else {
        expected.append((deadline, payload))
      }
    }
    expected.sort { ($0.deadline, $0.payload) < ($1.deadline, $1.payload) }
    var expired: [Int] = []
    while let payload = queue.popExpired(now: .max) { expired.append(payload) }
    #expect(expired == expected.map(\.payload))
  }
}
