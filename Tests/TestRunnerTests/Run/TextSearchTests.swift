internal import Testing

@testable internal import TestRunner

@Suite struct TextSearchTests {
  @Test func `finds what comes in pieces, and remembers it`() {
    var search = TextSearch("serving at [0-9]+", by: matches)
    var output: [UInt8] = []
    for (text, isFound) in [("", false), ("ser", false), ("ving at", false), (" 7", true)] {
      output += Array(text.utf8)
      #expect(search.look(in: output) == isFound)
    }
    #expect(search.isFound)
    #expect(search.look(in: []) == true)
  }

  @Test func `looks at a long output in no more than its length takes`() {
    var search = TextSearch("never", by: matches)
    var output: [UInt8] = []
    let block = [UInt8](repeating: 0x79, count: 1 << 18)
    for _ in 0..<4 {
      output += block
      #expect(search.look(in: output) == false)
      #expect(search.look(in: output) == false)
    }
    output += Array("never".utf8)
    #expect(search.look(in: output) == true)
  }

  @Test func `a pattern that fits nothing fits at once`() {
    var search = TextSearch("x?", by: matches)
    #expect(search.look(in: []) == true)
  }
}
