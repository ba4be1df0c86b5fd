internal import Testing

@testable internal import Core

@Suite struct MemoryMapEntryTests {
  @Test func `reads a usable range`() {
    let bytes: [UInt8] = [
      0, 0, 0x10, 0, 0, 0, 0, 0, 0, 0, 0x20, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0,
    ]
    let entry = MemoryMapEntry(bytes.span.bytes)
    #expect(entry.start == 0x10_0000)
    #expect(entry.end == 0x30_0000)
    #expect(entry.isUsable)
  }

  @Test func `a range past the end of addresses is cut`() {
    let bytes = [UInt8](repeating: 0xff, count: 24)
    let entry = MemoryMapEntry(bytes.span.bytes)
    #expect(entry.end == .max)
    #expect(!entry.isUsable)
  }
}
