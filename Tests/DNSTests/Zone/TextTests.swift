internal import DNS
internal import Testing

@Suite struct TextTests {
  @Test func `holds the bytes of a literal`() {
    let text: Text = "añ\0"
    #expect(text.bytes == [0x61, 0xc3, 0xb1, 0])
    #expect(("" as Text).bytes == [])
    #expect(("x" as Text).bytes == [0x78])
  }
}
