internal import TestSupport
internal import Testing

@testable internal import Net

@Suite struct DeadlineQueueTests {
  @Test(arguments: 0..<50 as Range<UInt64>)
  func `brings each index up in time, and in order`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var queue = DeadlineQueue()
    var model: [Int: UInt64] = [:]
    var now: UInt64 = 0
    for _ in 0..<2000 {
      let index = generator.below(100)
      switch generator.below(4) {
      case 0, 1:
        let deadline = now + UInt64(generator.below(1000))
        queue.set(index, deadline: Instant(nanoseconds: deadline))
        // A later one does not count before the earlier has come up.
        model[index] = min(model[index] ?? .max, deadline)
      case 2:
        queue.remove(index)
        model[index] = nil
      default:
        now += UInt64(generator.below(100))
        while let due = queue.popDue(now: Instant(nanoseconds: now)) {
          #expect(model[due] == model.values.min())
          #expect((model[due] ?? .max) <= now)
          model[due] = nil
        }
      }
      #expect(queue.earliest?.nanoseconds == model.values.min())
    }
  }

  @Test func `never is no deadline`() {
    var queue = DeadlineQueue()
    queue.set(3, deadline: TCPTimers.never)
    #expect(queue.earliest == nil)
  }
}
