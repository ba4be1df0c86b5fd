internal import Telemetry
internal import Testing

@Suite struct StatisticsBlockTests {
  /// A copy of a block as it lies in memory.
  private func memory(of block: StatisticsBlock) -> [UInt8] {
    withUnsafeBytes(of: block) { Array($0) }
  }

  @Test func `lies in memory as the table says`() {
    var block = StatisticsBlock()
    block.counters[.heapBytesInUse] = 0x1122
    #expect(MemoryLayout<StatisticsBlock>.size == StatisticsBlock.byteCount)
    let bytes = memory(of: block)
    #expect(Array(bytes[..<8]) == Array("SWFTSTAT".utf8))
    #expect(Array(bytes[8..<18]) == [1, 0, 0, 0, UInt8(Counter.count), 0, 0, 0, 0x22, 0x11])
  }

  @Test func `is read from a copy of memory`() throws {
    var block = StatisticsBlock()
    block.counters[.wakeups] = 12
    let bytes = memory(of: block)
    #expect(try StatisticsBlock(decoding: bytes.span.bytes) == block)
    #expect(try StatisticsBlock(decoding: bytes.span.bytes).counters[.wakeups] == 12)
  }

  @Test(arguments: [0, 8, 12]) func `refuses memory that holds something else`(offset: Int) {
    var bytes = memory(of: StatisticsBlock())
    bytes[offset] ^= 0xff
    #expect(throws: RecordError.malformed) {
      _ = try StatisticsBlock(decoding: bytes.span.bytes)
    }
  }

  @Test(arguments: 0..<96) func `refuses a cut block`(byteCount: Int) {
    let bytes = Array(memory(of: StatisticsBlock())[..<byteCount])
    #expect(throws: RecordError.truncated) {
      _ = try StatisticsBlock(decoding: bytes.span.bytes)
    }
  }
}
