internal import Testing

@testable internal import TestRunner

@Suite struct PatienceTests {
  private let limit = ContinuousClock.now

  /// What somebody is told who asks at some times, counted from the limit.
  private func answers(_ times: [Duration]) -> [Bool] {
    var patience = Patience()
    return times.map { patience.isOver(after: limit, at: limit + $0) }
  }

  @Test func `nobody is cut short before the limit`() {
    #expect(!answers(Array(repeating: .seconds(-1), count: 10_000)).contains(true))
  }

  @Test func `what lay there is taken, however late`() {
    let many = Array(repeating: Duration.seconds(60), count: Patience.eventCount)
    #expect(!answers([.zero] + many.dropFirst()).contains(true))
  }

  @Test func `who talks on is left`() {
    let many = Array(repeating: Duration.zero, count: Patience.eventCount)
    let found = answers(many + [.milliseconds(199), .milliseconds(200)])
    #expect(found.suffix(2) == [false, true])
    #expect(!found.dropLast().contains(true))
  }
}
