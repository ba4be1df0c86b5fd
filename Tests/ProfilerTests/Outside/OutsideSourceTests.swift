internal import Symbols
internal import Testing

@testable internal import Profiler

@Suite struct OutsideSourceTests {
  @Test func `intervals vary around their mean`() {
    var generator = JitterGenerator(seed: 3)
    let factors = (0..<10_000).map { _ in generator.next() }
    #expect(factors.allSatisfy { (0.5...1.5).contains($0) })
    let mean = factors.reduce(0, +) / 10_000
    #expect((0.985...1.015).contains(mean))
    #expect(Set(factors).count > 9_900)
  }

  @Test func `regular intervals do not`() {
    var generator = JitterGenerator(seed: nil)
    #expect(generator.next() == 1)
    #expect(generator.next() == 1)
  }

  @Test func `says why walks end`() {
    #expect(StackEnding(nil) == .complete)
    #expect(StackEnding(.limit) == .limit)
    #expect(StackEnding(.notCode(5)) == .notCode)
    #expect(StackEnding(.unreadable(5)) == .unreadable)
    #expect(StackEnding(.notAscending(5)) == .notAscending)
  }
}
