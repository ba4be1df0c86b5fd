internal import Testing

@testable internal import Net

@Suite struct FragmentCountersTests {
  @Test func `names every value`() {
    let names = "\(FragmentCounters.names)".split(separator: "\n").map(String.init)
    let fields = Mirror(reflecting: FragmentCounters()).children.compactMap(\.label)
    #expect(names == fields)
    #expect(MemoryLayout<FragmentCounters>.size == names.count * 8)
  }
}
