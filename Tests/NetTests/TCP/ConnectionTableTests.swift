internal import TestSupport
internal import Testing
internal import Wire

@testable internal import Net

@Suite struct ConnectionTableTests {
  static func key(_ number: Int) -> ConnectionKey {
    ConnectionKey(
      remote: Endpoint(address: IPv4Address(10, 0, 0, 1), port: Port(UInt16(number))),
      localPort: 80)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `finds what was put in, and only that`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var table = ConnectionTable(secret: (generator.next(), generator.next()))
    var model: [Int: Int] = [:]
    for step in 0..<3000 {
      let number = generator.below(500)
      if model[number] != nil, generator.below(2) == 0 {
        table.remove(Self.key(number))
        model[number] = nil
      } else if model[number] == nil {
        table.insert(Self.key(number), index: step)
        model[number] = step
      }
      #expect(table.count == model.count)
      let probe = generator.below(500)
      #expect(table.find(Self.key(probe)) == model[probe])
    }
    for number in 0..<500 { #expect(table.find(Self.key(number)) == model[number]) }
  }

  @Test func `removing what is not there changes nothing`() {
    var table = ConnectionTable(secret: (1, 2))
    table.insert(Self.key(1), index: 7)
    table.remove(Self.key(2))
    #expect(table.count == 1)
    #expect(table.find(Self.key(1)) == 7)
  }
}
