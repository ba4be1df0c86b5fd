internal import Testing

@testable internal import GDBStub

@Suite struct StaticLettersTests {
  /// All bytes that are taken, up to the end.
  private func bytes(_ text: StaticString) -> [UInt8] {
    var (letters, bytes) = (StaticLetters(text), [UInt8]())
    while let byte = letters.take() { bytes.append(byte) }
    #expect(letters.next == 0)
    return bytes
  }

  /// The first byte of every line that is gone to.
  private func starts(_ text: StaticString) -> [UInt8] {
    var letters = StaticLetters(text)
    var starts = [letters.next]
    while letters.skipLine() { starts.append(letters.next) }
    return starts
  }

  @Test func `takes one byte after the other up to the end`() {
    #expect(bytes("ab\nc") == [0x61, 0x62, 0x0a, 0x63])
    #expect(bytes("").isEmpty)
  }

  @Test func `goes from line to line, and to none behind the last`() {
    #expect(starts("a\nbc\n\nd") == [0x61, 0x62, 0x0a, 0x64])
    #expect(starts("a\n") == [0x61])
    #expect(starts("") == [0])
  }
}
