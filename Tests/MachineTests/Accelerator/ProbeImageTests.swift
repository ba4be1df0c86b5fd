internal import Testing

@testable internal import Machine

@Suite struct ProbeImageTests {
  @Test func `is an ELF file whose note names its entry`() {
    let bytes = ProbeImage.bytes
    #expect(bytes.prefix(5) == [0x7f, 0x45, 0x4c, 0x46, 2])
    #expect(bytes[24..<32] == [0xc4, 0, 0x10, 0, 0, 0, 0, 0], "the entry")
    #expect(bytes[176..<196].suffix(4) == [0xc4, 0, 0x10, 0], "the note's value")
    #expect(bytes[0xc4] == 0xb9, "the first instruction")
    #expect(bytes.count == 196 + 21)
  }
}
