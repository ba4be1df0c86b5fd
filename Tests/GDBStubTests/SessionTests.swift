internal import Testing

@testable internal import GDBStub

@Suite struct SessionTests {
  /// What gdb 13.1 sends first.
  static let greeting =
    "qSupported:multiprocess+;swbreak+;hwbreak+;qRelocInsn+;fork-events+;vfork-events+;"
    + "exec-events+;vContSupported+;QThreadEvents+;no-resumed+;memory-tagging+;xmlRegisters=i386"

  @Test func `answers what gdb asks when it attaches`() {
    let guest = Debuggee()
    #expect(guest.ask(Self.greeting).hasPrefix("PacketSize=2000;QStartNoAckMode+;"))
    #expect(guest.ask("vMustReplyEmpty") == "")
    #expect(guest.ask("QStartNoAckMode") == "OK")
    #expect(guest.ask("Hg0") == "OK")
    #expect(guest.ask("qTStatus") == "")
    #expect(guest.ask("?").hasPrefix("T02thread:1;"))
    #expect(guest.ask("qfThreadInfo") == "m1")
    #expect(guest.ask("qsThreadInfo") == "l")
    #expect(guest.ask("qAttached") == "1")
    #expect(guest.ask("Hc-1") == "OK")
    #expect(guest.ask("qOffsets") == "")
    #expect(guest.ask("vCont?") == "vCont;c;C;s;S;r")
    #expect(guest.session.isHalted)
  }

  @Test func `acknowledges again when another gdb comes`() {
    let guest = Debuggee()
    _ = guest.ask(Self.greeting)
    _ = guest.ask("QStartNoAckMode")
    #expect(guest.exchange(Debuggee.frame(Array("?".utf8))).first == UInt8(ascii: "$"))
    let greeting = guest.exchange(Debuggee.frame(Array(Self.greeting.utf8)))
    #expect(greeting.starts(with: Array("+$PacketSize".utf8)))
    _ = guest.exchange([UInt8(ascii: "+")])
    #expect(guest.exchange(Debuggee.frame(Array("?".utf8))).first == UInt8(ascii: "+"))
  }

  @Test func `sends the last reply again when it is refused, and when the packet comes again`() {
    let guest = Debuggee()
    _ = guest.ask(Self.greeting)
    let packet = Debuggee.frame(Array("m1000,4".utf8))
    let reply = guest.exchange(packet)
    #expect(guest.exchange([UInt8(ascii: "-")]) == Array(reply.dropFirst()))
    guest.machine.memory[0] = 1
    #expect(guest.exchange(packet) == reply)
    _ = guest.exchange([UInt8(ascii: "+")])
    #expect(guest.exchange(packet) != reply)
  }
}
