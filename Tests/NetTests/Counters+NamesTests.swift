internal import Testing

@testable internal import Net

@Suite struct CountersNamesTests {
  private let names = "\(Counters.names)".split(separator: "\n").map(String.init)

  @Test func `names every word of the counters`() {
    #expect(MemoryLayout<Counters>.size == names.count * 8)
    #expect(MemoryLayout<Counters>.stride == MemoryLayout<Counters>.size)
  }

  @Test func `names each as the enumeration does`() {
    var counters = Counters()
    counters.framesIn = 1
    counters.neighborsLost = 17
    counters.count(.replyUnreachable)
    counters.count(.sendDisplaced)
    counters.count(.frameTruncated)
    var expected: [String: UInt64] = ["receiveDrops": counters.receiveDropCount]
    counters.forEach { expected["\($0)"] = $1 }
    let values = withUnsafeBytes(of: counters) { Array($0.bindMemory(to: UInt64.self)) }
    #expect(Dictionary(uniqueKeysWithValues: zip(names, values)) == expected)
  }
}
