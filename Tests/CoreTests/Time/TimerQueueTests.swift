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

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `agrees with a list whatever is set, cancelled and expired`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var queue = TimerQueue<Int>()
    var expected: [(deadline: UInt64, payload: Int, handle: TimerQueue<Int>.Handle)] = []
    var now: UInt64 = 0
    for payload in 0..<3000 {
      switch generator.below(8) {
      case 0..<4:
        let deadline = now + generator.next() % 100
        let handle = queue.set(deadline: deadline, payload: payload)
        expected.append((deadline, payload, handle))
      case 4 where !expected.isEmpty:
        let gone = expected.remove(at: generator.below(expected.count))
        #expect(queue.cancel(gone.handle) == gone.payload, "seed \(seed)")
        #expect(queue.cancel(gone.handle) == nil, "seed \(seed)")
      default:
        now += generator.next() % 60
        while true {
          let due = expected.indices.filter { expected[$0].deadline <= now }.min {
            (expected[$0].deadline, expected[$0].payload)
              < (expected[$1].deadline, expected[$1].payload)
          }
          #expect(queue.popExpired(now: now) == due.map { expected[$0].payload }, "seed \(seed)")
          guard let due else { break }
          expected.remove(at: due)
        }
      }
      #expect(queue.count == expected.count, "seed \(seed)")
      #expect(queue.nextDeadline == expected.map(\.deadline).min(), "seed \(seed)")
    }
  }

  @Test func `keeps no payload, and begins anew when all are gone`() {
    final class Payload {}
    var queue = TimerQueue<Payload>()
    var handles: [TimerQueue<Payload>.Handle] = []
    weak var kept: Payload?
    for round in 0..<3 {
      do {
        let payload = Payload()
        kept = payload
        handles.append(queue.set(deadline: 1, payload: payload))
      }
      for _ in 0..<100 { handles.append(queue.set(deadline: 2, payload: Payload())) }
      #expect(kept != nil)
      while queue.popExpired(now: 2) != nil {}
      #expect(kept == nil, "round \(round)")
      #expect(queue.count == 0 && queue.nextDeadline == nil)
    }
    for handle in handles { #expect(queue.cancel(handle) == nil) }
    let payload = Payload()
    kept = payload
    queue.set(deadline: 7, payload: payload)
    for handle in handles { #expect(queue.cancel(handle) == nil, "of an earlier round") }
  }
}
