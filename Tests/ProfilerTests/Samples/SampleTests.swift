internal import Profiler
internal import Testing

@Suite struct SampleTests {
  @Test func `only the leaf and what was interrupted are exact`() {
    var sample = Sample(addresses: [1, 2, 3, 4], nanoseconds: 5, weight: 6)
    #expect((0..<4).map(sample.isExact) == [true, false, false, false])
    sample.boundary = 2
    #expect((0..<4).map(sample.isExact) == [true, false, true, false])
  }
}
