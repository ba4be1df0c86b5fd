internal import Testing

@testable internal import Net

@Suite struct WindowedMinimumTests {
  @Test func `forgets a value after one to two spans`() {
    var minimum = WindowedMinimum()
    #expect(minimum.value == nil)
    let span = WindowedMinimum.span
    minimum.add(5, now: Instant(nanoseconds: span))
    minimum.add(9, now: Instant(nanoseconds: span + 1))
    #expect(minimum.value == 5)
    minimum.add(9, now: Instant(nanoseconds: 2 * span))
    #expect(minimum.value == 5)
    minimum.add(9, now: Instant(nanoseconds: 3 * span))
    #expect(minimum.value == 9)
  }
}
