internal import Telemetry
internal import Testing

@testable internal import TestRunner

@Suite struct GuestCountersTests {
  /// A copy of a kernel's block.
  private var bytes: [UInt8] {
    var block = StatisticsBlock()
    block.counters[.heapBytesInUse] = 4096
    block.counters[.allocations] = 12
    block.counters[.frees] = 5
    block.counters[.timerInterrupts] = 3
    return withUnsafeBytes(of: block) { Array($0) }
  }

  @Test func `reads a block`() throws {
    let counters = try #require(GuestCounters(decoding: bytes))
    #expect(counters.heapByteCount == 4096)
    #expect(counters.blockCount == 7)
    #expect(counters.timerInterruptCount == 3)
    #expect(counters.value(named: "timer interrupts") == 3)
    #expect(counters.value(named: "nonsense") == nil)
    #expect(counters.all.contains { $0.name == "drops" })
  }

  @Test func `reads what the registry names`() throws {
    var registry = CounterRegistry()
    registry.add(CounterGroup(namesAddress: 10, valuesAddress: 20, nameByteCount: 5, count: 2))
    registry.add(CounterGroup(namesAddress: 30, valuesAddress: 40, nameByteCount: 3, count: 3))
    let registryBytes = withUnsafeBytes(of: registry) { Array($0) }
    let memory: [UInt64: [UInt8]] = [
      0: bytes, 1: registryBytes, 10: Array("ab\nc\n".utf8), 30: Array("v #".utf8),
      20: [1, 1] + [UInt8](repeating: 0, count: 6) + [2] + [UInt8](repeating: 0, count: 7),
      40: [UInt8](repeating: 0, count: 23) + [1],
    ]
    let place = GuestCounters.Place(statistics: 0, registry: 1)
    let read = { (address: UInt64, _: Int) in memory[address] ?? [] }
    let counters = try #require(GuestCounters(at: place, read: read))
    #expect(counters.registered.map(\.name) == ["ab", "c", "v 0", "v 1", "v 2"])
    #expect(counters.registered.map(\.value) == [0x101, 2, 0, 0, 1 << 56])
    #expect(counters.value(named: "c") == 2)
    #expect(counters.value(named: "timer interrupts") == 3)
  }

  @Test func `reads small numbers that lie between others`() throws {
    var registry = CounterRegistry()
    registry.add(
      CounterGroup(
        namesAddress: 10, valuesAddress: 20, nameByteCount: 3, count: 2, stride: 12,
        valueByteCount: 4))
    let registryBytes = withUnsafeBytes(of: registry) { Array($0) }
    let values: [UInt8] = [1, 0, 0, 1] + [UInt8](repeating: 0xff, count: 8) + [2, 0, 0, 0]
    let memory: [UInt64: [UInt8]] = [
      0: bytes, 1: registryBytes, 10: Array("c #".utf8), 20: values,
    ]
    let place = GuestCounters.Place(statistics: 0, registry: 1)
    let counters = try #require(
      GuestCounters(at: place) { address, count in
        #expect(address != 20 || count == 16)
        return memory[address] ?? []
      })
    #expect(counters.registered.map(\.name) == ["c 0", "c 1"])
    #expect(counters.registered.map(\.value) == [0x100_0001, 2])
  }

  @Test func `refuses what is no block`() {
    #expect(GuestCounters(decoding: []) == nil)
    #expect(GuestCounters(decoding: [UInt8](repeating: 0, count: 256)) == nil)
  }
}
