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

  /// What lldb 21.0 sends first, in its order, and what it asks at its first stop.
  @Test func `answers what lldb asks when it connects`() {
    let guest = Debuggee()
    let processor = "pid:1;triple:7838365f36342d2d;ptrsize:8;endian:little;"
    let (plus, frame) = (UInt8(ascii: "+"), { Debuggee.frame(Array(($0 as String).utf8)) })
    #expect(guest.exchange([plus] + frame("QStartNoAckMode")) == Array("+$OK#9a".utf8))
    #expect(guest.exchange([plus]).isEmpty)
    #expect(guest.exchange(frame(Self.lldbGreeting)).starts(with: Array("$PacketSize=2000;".utf8)))
    let answers = [
      ("QThreadSuffixSupported", ""), ("QListThreadsInStopReply", "OK"), ("qHostInfo", processor),
      ("vCont?", "vCont;c;C;s;S;r"), ("qVAttachOrWaitSupported", ""), ("QEnableErrorStrings", ""),
      ("qProcessInfo", processor), ("Hg1", "OK"), ("p0", "0000000000000000"),
      ("qStructuredDataPlugins", ""), ("qShlibInfoAddr", ""), ("xfffffff000002010,8", "E0e"),
      ("qThreadStopInfo2", ""), ("jThreadsInfo", ""),
      ("qMemoryRegionInfo:1000", "start:1000;size:1000;permissions:rx;"),
      ("jThreadExtendedInfo:{\"thread\":1}]", ""), ("x1000,2", "b\0\0"),
      ("qWatchpointSupportInfo:", ""), ("_M1000,rw", ""), ("qRegisterInfo0", ""),
    ]
    for (packet, answer) in answers {
      let reply = guest.exchange(frame(packet))
      #expect(reply.first == UInt8(ascii: "$"), "\(packet)")
      #expect(Debuggee.payload(reply) == answer, "\(packet)")
    }
    // The same packet is another one, as nobody says that the reply has arrived.
    let before = guest.exchange(frame("x1000,1"))
    guest.machine.memory[0] = 1
    #expect(guest.exchange(frame("x1000,1")) != before)
  }

  static let lldbGreeting =
    "qSupported:xmlRegisters=i386,arm,mips,arc;multiprocess+;fork-events+;vfork-events+;"
    + "swbreak+;hwbreak+"

  @Test func `acknowledges again when another debugger comes, whichever came before`() {
    let guest = Debuggee()
    // In their order, as each of the two sends them.
    let (gdb, lldb) = ([Self.greeting, "QStartNoAckMode"], ["QStartNoAckMode", Self.lldbGreeting])
    for (before, after) in [(lldb, gdb), (gdb, lldb), (lldb, lldb), (gdb, gdb)] {
      for packet in before + ["?"] { _ = guest.ask(packet) }
      #expect(guest.exchange(Debuggee.frame(Array("g".utf8))).first == UInt8(ascii: "$"))
      let reply = guest.exchange(Debuggee.frame(Array(after[0].utf8)))
      #expect(reply.starts(with: Array("+$".utf8)), "\(before[0]), then \(after[0])")
    }
  }

  @Test func `acknowledges when a debugger comes after one that died as it greeted`() {
    for greeting in [Self.greeting, "qSupported", "QStartNoAckMode"] {
      let guest = Debuggee()
      _ = guest.ask("QStartNoAckMode")
      let reply = guest.exchange(Debuggee.frame(Array(greeting.utf8)))
      #expect(reply.first == UInt8(ascii: "+"), "\(greeting)")
    }
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
