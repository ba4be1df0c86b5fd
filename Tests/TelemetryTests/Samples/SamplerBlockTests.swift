internal import Telemetry
internal import Testing

@Suite struct SamplerBlockTests {
  private func memory(of block: SamplerBlock) -> [UInt8] {
    withUnsafeBytes(of: block) { Array($0) }
  }

  @Test func `lies in memory without gaps`() {
    var block = SamplerBlock()
    block.droppedOther = 0x0102_0304_0506_0708
    block.mode = 2
    block.fired = 9
    let bytes = memory(of: block)
    #expect(bytes.count == SamplerBlock.byteCount)
    #expect(Array(bytes[..<8]) == Array("SWFTSMP1".utf8))
    #expect(bytes[72] == 2 && bytes[128] == 9 && bytes[199] == 1 && bytes[192] == 8)
  }

  @Test func `is read from a copy of memory`() throws {
    var block = SamplerBlock()
    block.ringAddress = 0x20_0000
    block.capacity = 1 << 20
    block.end = 5
    block.reserved = 6
    block.droppedBusy = 3
    block.droppedStopped = 4
    block.fired = 10
    let copy = try SamplerBlock(decoding: memory(of: block).span.bytes)
    #expect(copy == block && copy.dropped == 7 && copy.processorSamples == 3)
  }

  @Test func `refuses what is cut off or something else`() {
    let bytes = memory(of: SamplerBlock())
    #expect(throws: RecordError.truncated) {
      _ = try SamplerBlock(decoding: Array(bytes.dropLast()).span.bytes)
    }
    for (offset, value) in [(0, 1), (16, 3), (22, 1), (31, 1)] {
      var changed = bytes
      changed[offset] = UInt8(value)
      #expect(throws: RecordError.malformed) {
        _ = try SamplerBlock(decoding: changed.span.bytes)
      }
    }
  }

  @Test func `refuses positions and addresses that no guest comes to`() throws {
    var sound = SamplerBlock()
    sound.ringAddress = 0x20_0000
    sound.capacity = 4096
    (sound.end, sound.reserved) = (8, 4104)
    _ = try SamplerBlock(decoding: memory(of: sound).span.bytes)
    let changes: [(inout SamplerBlock) -> Void] = [
      { $0.reserved = 0 }, { $0.reserved = 4112 }, { $0.reserved = .max - 1 },
      { ($0.end, $0.reserved) = (1 << 62, .max) }, { $0.ringAddress = 1 << 62 },
      { $0.imageBase = .max - 7 },
    ]
    for (index, change) in changes.enumerated() {
      var block = sound
      change(&block)
      #expect(throws: RecordError.malformed, "change \(index)") {
        _ = try SamplerBlock(decoding: memory(of: block).span.bytes)
      }
    }
    // Somebody has not said yet how much it takes.
    sound.reserved = .max
    _ = try SamplerBlock(decoding: memory(of: sound).span.bytes)
  }
}
