internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct ScheduleTests {
  private func item(
    _ seconds: Int?, weight: Int = 1, alone: Bool = false
  ) -> Schedule.Item {
    Schedule.Item(weight: weight, isAlone: alone, usual: seconds.map { .seconds($0) })
  }

  /// Starts whatever may start now.
  private func startAll(_ schedule: inout Schedule) -> [Int] {
    var started: [Int] = []
    while let index = schedule.next() { started.append(index) }
    return started
  }

  @Test func `the longest comes first, and what nobody knows before all`() {
    var schedule = Schedule([item(1), item(5), item(nil), item(3)], placeCount: 1)
    var order: [Int] = []
    while !schedule.isDone {
      for index in startAll(&schedule) {
        order.append(index)
        schedule.finish(index)
      }
    }
    #expect(order == [2, 1, 3, 0])
  }

  @Test func `tests of equal length keep their order`() {
    var schedule = Schedule([item(nil), item(nil), item(nil)], placeCount: 3)
    #expect(startAll(&schedule) == [0, 1, 2])
  }

  @Test func `what is urgent comes before all, even if it wants to be alone`() {
    var items = [item(9), item(1), item(2, alone: true)]
    items[1].isUrgent = true
    items[2].isUrgent = true
    var schedule = Schedule(items, placeCount: 1)
    var order: [Int] = []
    while let index = schedule.next() {
      order.append(index)
      schedule.finish(index)
    }
    #expect(order == [1, 2, 0])
  }

  @Test func `no more run than there are places`() {
    var schedule = Schedule([item(3), item(2), item(1)], placeCount: 2)
    #expect(startAll(&schedule) == [0, 1])
    schedule.finish(1)
    #expect(startAll(&schedule) == [2])
    #expect(!schedule.isDone)
  }

  @Test func `a heavy test takes its places, and all of them if it is too heavy`() {
    var schedule = Schedule([item(9, weight: 2), item(8), item(7, weight: 5)], placeCount: 3)
    #expect(startAll(&schedule) == [0, 1])
    schedule.finish(0)
    #expect(startAll(&schedule).isEmpty)
    schedule.finish(1)
    #expect(startAll(&schedule) == [2])
  }

  @Test func `what only waits takes no place, and no more such tests run than there are places`() {
    var schedule = Schedule(
      [item(9), item(8, weight: 0), item(7, weight: 0), item(6, weight: 0), item(5)], placeCount: 2)
    #expect(startAll(&schedule) == [0, 1, 2, 4])
    schedule.finish(0)
    #expect(startAll(&schedule).isEmpty)
    schedule.finish(2)
    #expect(startAll(&schedule) == [3])
  }

  @Test func `what only waits does not run beside what wants to be alone`() {
    var schedule = Schedule([item(2, alone: true), item(1, weight: 0)], placeCount: 2)
    #expect(startAll(&schedule) == [1])
    schedule.finish(1)
    #expect(startAll(&schedule) == [0])
  }

  @Test func `tests that only wait make a suite longer only if they are longer than all else`() {
    var schedule = Schedule(
      [item(9, weight: 0), item(4), item(3, weight: 0), item(3)], placeCount: 1)
    #expect(schedule.timeLeft(elapsed: [:]) == .seconds(12))
    #expect(startAll(&schedule) == [0, 1])
    #expect(schedule.timeLeft(elapsed: [0: .seconds(9), 1: .seconds(1)]) == .seconds(6))
  }

  @Test func `what wants to be alone comes last, and nothing runs beside it`() {
    var schedule = Schedule(
      [item(9, alone: true), item(1), item(2, alone: true), item(1)], placeCount: 2)
    #expect(startAll(&schedule) == [1, 3])
    schedule.finish(1)
    #expect(startAll(&schedule).isEmpty)
    schedule.finish(3)
    #expect(startAll(&schedule) == [0])
    schedule.finish(0)
    #expect(startAll(&schedule) == [2])
    schedule.finish(2)
    #expect(schedule.isDone)
  }

  @Test func `what is abandoned never starts`() {
    var schedule = Schedule([item(2), item(1)], placeCount: 1)
    #expect(schedule.next() == 0)
    #expect(schedule.abandon() == 1)
    schedule.finish(0)
    #expect(schedule.isDone)
  }

  @Test func `the time that is left follows from the usual times`() {
    var schedule = Schedule(
      [item(10), item(6), item(4), item(3, alone: true)], placeCount: 2)
    #expect(schedule.timeLeft(elapsed: [:]) == .seconds(13))
    #expect(startAll(&schedule) == [0, 1])
    #expect(schedule.timeLeft(elapsed: [0: .seconds(4), 1: .seconds(5)]) == .seconds(9))
    // What takes longer than usual is about to end, as far as anybody knows.
    #expect(schedule.timeLeft(elapsed: [0: .seconds(40), 1: .seconds(50)]) == .seconds(7))
  }

  @Test func `nobody knows the time that is left if no test was seen before`() {
    #expect(Schedule([item(nil)], placeCount: 1).timeLeft(elapsed: [:]) == nil)
    let some = Schedule([item(nil), item(4)], placeCount: 1)
    #expect(some.timeLeft(elapsed: [:]) == .seconds(8))
  }

  @Test func `any suite comes to its end with every test run once`() {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<200 {
      let items = (0..<generator.below(31)).map { _ in
        item(
          generator.below(3) == 0 ? nil : generator.below(9), weight: generator.below(5),
          alone: generator.below(5) == 0)
      }
      let places = generator.below(4) + 1
      var schedule = Schedule(items, placeCount: places)
      var (running, done): ([Int], [Int]) = ([], [])
      while !schedule.isDone {
        running += startAll(&schedule)
        #expect(!running.isEmpty)
        let weight = running.reduce(0) { $0 + min(items[$1].weight, places) }
        #expect(weight <= places)
        if running.contains(where: { items[$0].isAlone }) { #expect(running.count == 1) }
        let ended = running.remove(at: generator.below(running.count))
        schedule.finish(ended)
        done.append(ended)
      }
      #expect(done.sorted() == Array(items.indices))
    }
  }
}
