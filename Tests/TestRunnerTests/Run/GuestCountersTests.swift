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
    #expect(GuestCounters.names.contains("drops"))
  }

  @Test func `refuses what is no block`() {
    #expect(GuestCounters(decoding: []) == nil)
    #expect(GuestCounters(decoding: [UInt8](repeating: 0, count: 256)) == nil)
  }
}
