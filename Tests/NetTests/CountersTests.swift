internal import Testing

@testable internal import Net

@Suite struct CountersTests {
  @Test func `names every counter once`() {
    var names: [String] = []
    Counters().forEach { name, _ in names.append("\(name)") }
    #expect(Set(names).count == names.count)
    // The reasons stand for the tables of drops, and for their sum.
    let fields = Mirror(reflecting: Counters()).children.compactMap(\.label)
      .filter { !$0.contains("Drop") }
    let reasons = ReceiveDrop.allCases.map { "\($0)" } + SendDrop.allCases.map { "\($0)" }
    #expect(names == fields + reasons)
  }

  @Test func `has room for every reason`() {
    var counters = Counters()
    for reason in ReceiveDrop.allCases { counters.count(reason) }
    for reason in SendDrop.allCases { counters.count(reason) }
    #expect(ReceiveDrop.allCases.allSatisfy { counters[$0] == 1 })
    #expect(SendDrop.allCases.allSatisfy { counters[$0] == 1 })
    #expect(counters.receiveDropCount == UInt64(ReceiveDrop.allCases.count))
    #expect(counters.framesSettled == counters.receiveDropCount)
  }

  @Test func `tells the value of each`() {
    var counters = Counters()
    counters.framesIn = 7
    counters.count(.udpNoSocket)
    counters.count(.udpNoSocket)
    counters.count(.sendDisplaced)
    var values: [String: UInt64] = [:]
    counters.forEach { name, value in values["\(name)"] = value }
    #expect(
      values.filter { $0.value > 0 } == ["framesIn": 7, "udpNoSocket": 2, "sendDisplaced": 1])
  }
}
