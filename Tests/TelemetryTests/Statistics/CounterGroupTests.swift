internal import Telemetry
internal import Testing

@Suite struct CounterGroupTests {
  private func names(_ text: String, _ count: Int) -> [String] {
    let bytes = Array(text.utf8)
    var names: [String] = []
    CounterGroup.forEachName(in: bytes.span.bytes, count: count) { index, name in
      var text = ByteBuffer()
      name.write(to: &text)
      names.append("\(index) \(text.text)")
    }
    return names
  }

  @Test func `gives each value the name in its line`() {
    #expect(names("a\nbc\nd", 3) == ["0 a", "1 bc", "2 d"])
    #expect(names("a\nbc\n", 2) == ["0 a", "1 bc"])
  }

  @Test func `numbers a row`() {
    #expect(names("vector #", 3) == ["0 vector 0", "1 vector 1", "2 vector 2"])
    #expect(names("a\nv#", 3) == ["0 a", "1 v0", "2 v1"])
  }

  @Test func `leaves out what has no name`() {
    #expect(names("a", 3) == ["0 a"])
    #expect(names("", 3) == [])
  }
}
