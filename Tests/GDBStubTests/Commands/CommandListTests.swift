internal import Testing

@testable internal import GDBStub

@Suite struct CommandListTests {
  private let list = CommandList("help  all\nheap .\nheaps  more\nlog x\n")

  /// What is found for what was typed: the number of the command and what follows it.
  private func find(_ typed: String) -> String? {
    withBytes(typed) { bytes in
      list.find(bytes).map { found in
        let rest = (0..<found.rest.count).map { found.rest[$0] }
        return "\(found.number)|\(String(decoding: rest, as: UTF8.self))"
      }
    }
  }

  private func withBytes<Result>(_ text: String, _ body: (ByteBuffer) -> Result) -> Result {
    var bytes = Array(text.utf8) + [0]
    return bytes.withUnsafeMutableBufferPointer { buffer in
      body(ByteBuffer(unsafeBase: buffer.baseAddress.unsafelyUnwrapped, count: buffer.count - 1))
    }
  }

  @Test func `finds a command by its whole name`() {
    #expect(find("heap") == "1|")
    #expect(find("heaps") == "2|")
    #expect(find("log 12  x") == "3|12  x")
    #expect(find("log   12") == "3|12")
    #expect(find("") == "0|")
    #expect(find("  log") == "0|log")
  }

  @Test(arguments: ["hea", "all", ".", "x", "logs", "LOG", "help\n", "\0"])
  func `takes nothing else for one`(typed: String) {
    #expect(find(typed) == nil)
  }

  @Test func `reads decimal numbers`() {
    #expect(withBytes("0") { $0.decimal } == 0)
    #expect(withBytes("65536") { $0.decimal } == 65536)
    #expect(withBytes("999999999999999999") { $0.decimal } == 999_999_999_999_999_999)
    for text in ["", "-1", "1x", "9999999999999999999", " 1", "0x1"] {
      #expect(withBytes(text) { $0.decimal } == nil)
    }
  }
}
