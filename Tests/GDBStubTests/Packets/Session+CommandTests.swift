internal import Testing

@testable internal import GDBStub

@Suite struct SessionCommandTests {
  private let guest = Debuggee()

  private func hexadecimal(_ text: String) -> String {
    text.utf8.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  @Test func `sends long output in pieces, and then that it is done`() {
    let bytes = guest.exchange(Debuggee.frame(Array("qRcmd,\(hexadecimal("long"))".utf8)))
    #expect(guest.machine.commands == ["long"])
    #expect(bytes.count { $0 == UInt8(ascii: "$") } > 3)
    #expect(Debuggee.payload(bytes) == "OK")
  }

  @Test func `fails with what is wrong`() {
    let bytes = guest.exchange(Debuggee.frame(Array("qRcmd,\(hexadecimal("x"))".utf8)))
    #expect(Debuggee.payload(bytes) == "E01")
    #expect(guest.ask("qRcmd,7") == "E16")
  }

  @Test func `ends the machine, with a word where gdb waits for one`() {
    _ = guest.ask("k")
    #expect(guest.ask("vKill;a410") == "OK")
    _ = guest.ask("R0")
    #expect(guest.machine.endings == [.powerOff, .powerOff, .reset])
  }
}
