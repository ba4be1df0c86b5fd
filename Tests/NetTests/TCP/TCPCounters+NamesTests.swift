internal import Testing
internal import Wire

@testable internal import Net

@Suite struct TCPCountersNamesTests {
  @Test func `names every counter in its place`() {
    let host = TCPHost()
    host.receive(.syn, seq: 1000)
    let names = "\(TCPCounters.names)".split(separator: "\n").map(String.init)
    var expected: [(String, UInt64)] = []
    host.endpoints.counters.forEach { expected.append(("\($0)", $1)) }
    host.endpoints.withCounters { values, count in
      #expect(count == names.count)
      #expect(count == expected.count)
      for (index, name) in names.enumerated() {
        #expect(name.lowercased() == "tcp" + expected[index].0.lowercased())
        #expect(values[index] == expected[index].1)
      }
    }
    #expect(host.endpoints.counters.strays == 1)
  }
}
