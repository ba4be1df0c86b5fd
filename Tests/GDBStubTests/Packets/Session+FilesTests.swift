internal import Testing

@testable internal import GDBStub

/// What gdb 13.1 sends for `remote get numbers`.
@Suite struct SessionFilesTests {
  private let guest = Debuggee()

  @Test func `reads a file piece by piece`() {
    #expect(guest.ask("vFile:open:6e756d62657273,0,0") == "F3")
    var text = ""
    while true {
      let reply = guest.exchange(
        Debuggee.frame(Array("vFile:pread:3,ffb,\(String(text.utf8.count, radix: 16))".utf8)))
      _ = guest.exchange([UInt8(ascii: "+")])
      let (count, piece) = Self.content(reply)
      #expect(count == piece.utf8.count)
      text += piece
      if count == 0 { break }
    }
    #expect(text == (0..<500).map { "\($0) #$}*\n" }.joined())
    #expect(guest.ask("vFile:close:3") == "F0")
  }

  /// The count that a reply says, and its bytes with escapes undone.
  private static func content(_ reply: [UInt8]) -> (Int, String) {
    let payload = Array(Debuggee.payload(reply).utf8)
    guard let end = payload.firstIndex(of: UInt8(ascii: ";")) else { return (0, "") }
    var bytes: [UInt8] = []
    var index = end + 1
    while index < payload.count {
      if payload[index] == UInt8(ascii: "}") {
        bytes.append(payload[index + 1] ^ 0x20)
        index += 2
      } else {
        bytes.append(payload[index])
        index += 1
      }
    }
    let digits = String(decoding: payload[1..<end], as: UTF8.self)
    return (Int(digits, radix: 16) ?? -1, String(decoding: bytes, as: UTF8.self))
  }

  @Test func `refuses what is not there`() {
    #expect(guest.ask("vFile:open:6e6f6e65,0,0") == "F-1,2")
    #expect(guest.ask("vFile:open:6e6f6e65") == "F-1,16")
    #expect(guest.ask("vFile:open:6e6f6,0") == "F-1,2")
    #expect(guest.ask("vFile:pread:3,zz,0") == "F-1,16")
    #expect(guest.ask("vFile:pread:9,10,0") == "F0000;")
    #expect(guest.ask("vFile:pread:3,10,fffffff") == "F0000;")
    #expect(guest.ask("vFile:setfs:0") == "")
    #expect(guest.ask("vFile:unlink:6e") == "")
  }
}
