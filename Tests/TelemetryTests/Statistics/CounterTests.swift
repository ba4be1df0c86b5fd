internal import Telemetry
internal import Testing

@Suite struct CounterTests {
  @Test func `numbers every counter from 0 on`() {
    #expect((0..<Counter.count).allSatisfy { Counter(rawValue: $0) != nil })
    #expect(Counter(rawValue: Counter.count) == nil)
    #expect(Counter.count <= Counters.capacity)
  }

  @Test func `gives each its own name`() {
    let names = "\(Counter.names)".split(separator: "\n", omittingEmptySubsequences: false)
    #expect(names.count == Counter.count)
    #expect(Set(names).count == Counter.count)
    #expect(names[Counter.drops.rawValue] == "drops" && names.last == "stalls")
  }
}
