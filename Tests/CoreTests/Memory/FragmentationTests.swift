internal import Core
internal import Testing

@Suite struct FragmentationTests {
  @Test func `is the part outside of the longest run`() {
    #expect(Fragmentation.external(free: 100, longest: 100) == 0)
    #expect(Fragmentation.external(free: 100, longest: 25) == 750)
    #expect(Fragmentation.external(free: 0, longest: 0) == 0)
  }

  @Test func `is the part that nobody asked for`() {
    #expect(Fragmentation.internal(allocated: 32, requested: 24) == 250)
    #expect(Fragmentation.internal(allocated: 0, requested: 0) == 0)
  }
}
