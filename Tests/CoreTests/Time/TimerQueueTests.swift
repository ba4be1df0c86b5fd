internal import TestSupport
internal import Testing

@testable internal import Core

private final class Timer: QueuedTimer {
  var queuePosition = -1
  let number: Int
  let deadline: UInt64

  init(_ number: Int, at deadline: UInt64) {
    self.number = number
    self.deadline = deadline
  }
}

/// A queue in a box, because expectations cannot look into values that are not copyable.
private final class Queue {
  private var queue = TimerQueue<Timer>()

  var count: Int { queue.count }
  var nextDeadline: UInt64? { queue.nextDeadline }
  func set(_ timer: Timer) { queue.set(timer, deadline: timer.deadline) }
  func cancel(_ timer: Timer) -> Bool { queue.cancel(timer) }
  func forEach(_ body: (UInt64, UInt64) -> Void) { queue.forEach(body) }
  func pop(_ now: UInt64) -> Int? { queue.popExpired(now: now)?.number }
}

@Suite struct TimerQueueTests {
  @Test func `expires in order of deadline, then of setting`() {
    let queue = Queue()
    for (number, deadline) in [(3, 30), (1, 10), (2, 20), (11, 10)] {
      queue.set(Timer(number, at: UInt64(deadline)))
    }
    #expect(queue.nextDeadline == 10)
    var expired: [Int] = []
    while let number = queue.pop(25) { expired.append(number) }
    #expect(expired == [1, 11, 2])
    #expect(queue.nextDeadline == 30)
  }

  @Test func `shows when which object is due`() {
    let queue = Queue()
    let timers = [Timer(1, at: 30), Timer(2, at: 10)]
    for timer in timers { queue.set(timer) }
    var seen: [UInt64: UInt64] = [:]
    queue.forEach { deadline, object in seen[deadline] = object }
    for timer in timers {
      let address = UInt(bitPattern: Unmanaged.passUnretained(timer).toOpaque())
      #expect(seen[timer.deadline] == UInt64(address))
    }
    #expect(seen.count == 2)
  }

  @Test func `cancels once, and sets again`() {
    let queue = Queue()
    let (first, second) = (Timer(1, at: 5), Timer(2, at: 6))
    queue.set(first)
    queue.set(second)
    #expect(queue.cancel(first))
    #expect(!queue.cancel(first))
    queue.set(first)
    #expect(queue.pop(100) == 1)
    #expect(!queue.cancel(first), "it has expired")
    #expect(queue.pop(100) == 2)
    #expect(queue.pop(100) == nil && queue.nextDeadline == nil)
  }

  @Test func `agrees with a sorted list over 100,000 random timers`() {
    var generator = SeededGenerator(seed: 7)
    let queue = Queue()
    var expected: [Timer] = []
    for number in 0..<100_000 {
      let timer = Timer(number, at: generator.next() % 50_000)
      queue.set(timer)
      expected.append(timer)
    }
    for timer in expected where timer.number % 3 == 0 { #expect(queue.cancel(timer)) }
    expected.removeAll { $0.number % 3 == 0 }
    expected.sort { ($0.deadline, $0.number) < ($1.deadline, $1.number) }
    var expired: [Int] = []
    while let number = queue.pop(.max) { expired.append(number) }
    #expect(expired == expected.map(\.number))
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `agrees with a list whatever is set, cancelled and expired`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let queue = Queue()
    var expected: [Timer] = []
    var now: UInt64 = 0
    for number in 0..<3000 {
      switch generator.below(8) {
      case 0..<4:
        expected.append(Timer(number, at: now + generator.next() % 100))
        queue.set(expected[expected.count - 1])
      case 4 where !expected.isEmpty:
        let gone = expected.remove(at: generator.below(expected.count))
        #expect(queue.cancel(gone), "seed \(seed)")
        #expect(!queue.cancel(gone), "seed \(seed)")
      default:
        now += generator.next() % 60
        while true {
          let due = expected.indices.filter { expected[$0].deadline <= now }.min {
            (expected[$0].deadline, expected[$0].number)
              < (expected[$1].deadline, expected[$1].number)
          }
          #expect(queue.pop(now) == due.map { expected[$0].number }, "seed \(seed)")
          guard let due else { break }
          expected.remove(at: due)
        }
      }
      #expect(queue.count == expected.count, "seed \(seed)")
      #expect(queue.nextDeadline == expected.map(\.deadline).min(), "seed \(seed)")
    }
  }

  @Test func `refers to a timer for as long as it waits`() {
    var queue: Queue? = Queue()
    weak var first: Timer?
    weak var second: Timer?
    weak var third: Timer?
    do {
      let timers = (1...100).map { Timer($0, at: UInt64($0)) }
      for timer in timers { queue?.set(timer) }
      (first, second, third) = (timers[0], timers[1], timers[2])
    }
    #expect(first != nil && second != nil && third != nil)
    _ = queue?.pop(1)
    #expect(first == nil)
    if let timer = second { #expect(queue?.cancel(timer) == true) }
    #expect(second == nil)
    queue = nil
    #expect(third == nil)
  }
}
