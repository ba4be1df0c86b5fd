internal import Telemetry
internal import Testing

@Suite struct CounterRegistryTests {
  private let group = CounterGroup(
    namesAddress: 0x1122, valuesAddress: 0x3344, nameByteCount: 5, count: 2)

  private func memory(of registry: CounterRegistry) -> [UInt8] {
    withUnsafeBytes(of: registry) { Array($0) }
  }

  @Test func `lies in memory as the table says`() {
    var registry = CounterRegistry()
    registry.add(group)
    let bytes = memory(of: registry)
    #expect(bytes.count == CounterRegistry.byteCount && bytes.count == 784)
    #expect(Array(bytes[..<8]) == Array("SWFTCNTR".utf8))
    #expect(Array(bytes[8..<18]) == [2, 0, 0, 0, 1, 0, 0, 0, 0x22, 0x11])
    #expect(Array(bytes[24..<26]) == [0x44, 0x33])
    #expect(Array(bytes[32..<40]) == [5, 0, 0, 0, 2, 0, 8, 8])
  }

  @Test func `is read from a copy of memory`() throws {
    var registry = CounterRegistry()
    registry.add(group)
    let bytes = memory(of: registry)
    let copy = try CounterRegistry(decoding: bytes.span.bytes)
    #expect(copy.count == 1)
    #expect(copy[0] == group)
  }

  @Test func `takes as many groups as it has room for`() {
    var registry = CounterRegistry()
    for _ in 0..<CounterRegistry.capacity {
      let isAdded = registry.add(group)
      #expect(isAdded)
    }
    let isAdded = registry.add(group)
    #expect(!isAdded && registry.count == CounterRegistry.capacity)
  }

  @Test(arguments: [(0, 0), (8, 3), (12, 33), (32, 1), (38, 1)])
  func `refuses memory that holds something else`(change: (offset: Int, value: Int)) {
    var registry = CounterRegistry()
    registry.add(group)
    var bytes = memory(of: registry)
    // The high bytes of the sizes make them impossible.
    let offset = change.offset == 32 ? 35 : change.offset
    bytes[offset] = UInt8(change.value)
    #expect(throws: RecordError.malformed) {
      _ = try CounterRegistry(decoding: bytes.span.bytes)
    }
  }
}
