internal import Testing
internal import Wire

@Suite struct SACKBlockTests {
  @Test func `counts its bytes across the end of the numbers`() {
    #expect(SACKBlock(start: 0xffff_fff0, end: 0x10).byteCount == 32)
  }
}
