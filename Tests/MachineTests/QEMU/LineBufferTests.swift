internal import Testing

@testable internal import Machine

@Suite struct LineBufferTests {
  @Test func `gives lines wherever the stream is cut`() {
    let text = Array("one\r\n\ntwo\nrest".utf8)
    let whole = [Array("one".utf8), [], Array("two".utf8)]
    for cut in 0...text.count {
      var buffer = LineBuffer()
      let lines = buffer.append(Array(text[..<cut])) + buffer.append(Array(text[cut...]))
      #expect(lines == whole, "cut at \(cut)")
      #expect(buffer.append([10]) == [Array("rest".utf8)])
    }
  }
}
