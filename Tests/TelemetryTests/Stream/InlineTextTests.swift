internal import Telemetry
internal import Testing

@Suite struct InlineTextTests {
  private func string<let capacity: Int>(_ text: InlineText<capacity>) -> String {
    String(decoding: text.copy(as: [UInt8].self), as: UTF8.self)
  }

  @Test func `holds what fits`() {
    let text: InlineText<8> = "12345678"
    #expect(text.byteCount == 8)
    #expect(string(text) == "12345678")
    #expect(text[7] == 0x38)
    #expect(string(InlineText<8>()) == "")
  }

  @Test(arguments: [
    ("abcdefgh", "abcdef"), ("abcde\u{e9}", "abcde"), ("abcd\u{e9}f", "abcd\u{e9}"),
    ("abc\u{1f600}", "abc"), ("ab\u{1f600}c", "ab\u{1f600}"),
  ])
  func `cuts between characters`(whole: String, cut: String) {
    #expect(string(InlineText<6>(Array(whole.utf8).span.bytes)) == cut)
  }

  @Test func `cuts bytes that are no characters, too`() {
    let bytes = [UInt8](repeating: 0x80, count: 20)
    let text = InlineText<6>(bytes.span.bytes)
    #expect(text.byteCount <= 6)
    #expect(text.byteCount >= 2)
  }

  @Test func `drops bytes beyond its capacity`() {
    var text: InlineText<3> = "ab"
    text.write(0x63)
    text.write(0x64)
    #expect(string(text) == "abc")
  }

  @Test func `compares by its bytes`() {
    var text: InlineText<4> = "ab"
    #expect(text == "ab")
    #expect(text != "ac")
    text.write(0x63)
    #expect(text != "ab")
  }
}
