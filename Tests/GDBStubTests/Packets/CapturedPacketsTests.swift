internal import TestSupport
internal import Testing

@testable internal import GDBStub

/// What gdb 13.1 sent in real sessions; the fixture's `README.md` says how it was recorded.
@Suite struct CapturedPacketsTests {
  /// A packet, and what the kernel's stub said to it.
  private static func packets() throws -> [(packet: String, reply: String)] {
    let lines = try Fixtures().lines("gdb-13.1/packets.txt")
    return stride(from: 0, to: lines.count - 1, by: 2).map { index in
      (lines[index], String(lines[index + 1].dropFirst(2)))
    }
  }

  /// The bytes that gdb's log shows as `\x` and digits, escaped as gdb had sent them.
  private static func bytes(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "\\"), rest.first == UInt8(ascii: "x") else {
        bytes.append(byte)
        continue
      }
      let digits = String(decoding: rest.dropFirst().prefix(2), as: UTF8.self)
      bytes.append(UInt8(digits, radix: 16) ?? 0)
      rest = rest.dropFirst(3)
    }
    return bytes
  }

  @Test func `knows what the kernel's stub knew, and goes on where that did`() throws {
    for (packet, captured) in try Self.packets() {
      let guest = Debuggee()
      _ = guest.ask(SessionTests.greeting)
      let reply = Debuggee.payload(guest.exchange(Debuggee.frame(Self.bytes(packet))))
      switch captured {
      case "(empty)": #expect(reply == "", "\(packet)")
      case "(goes on)": #expect(guest.machine.endings.count == 1, "\(packet)")
      default:
        let isResumption = captured.hasPrefix("T05") && packet != "?"
        #expect(isResumption ? !guest.session.isHalted : reply != "", "\(packet)")
        #expect(isResumption || reply != "nothing", "\(packet)")
      }
    }
  }

  @Test func `answers the same where memory plays no part`() throws {
    let answers = [
      "OK", "QC1", "1", "m1", "l", "F0", "(empty)", "vCont;c;C;s;S;r", "70726f636573736f72",
    ]
    var count = 0
    // The model has no file of that name.
    for (packet, captured) in try Self.packets()
    where answers.contains(captured) && !packet.hasPrefix("vFile:open") {
      let guest = Debuggee()
      _ = guest.ask(SessionTests.greeting)
      // Its code lies elsewhere.
      let moved = packet.replacing("1128a4", with: "11a4")
      let reply = Debuggee.payload(guest.exchange(Debuggee.frame(Self.bytes(moved))))
      #expect(reply == (captured == "(empty)" ? "" : captured), "\(packet)")
      count += 1
    }
    #expect(count == 30)
  }

  @Test func `tells of a stop in the same words`() throws {
    var count = 0
    for (packet, captured) in try Self.packets() where captured.hasPrefix("T05") {
      // Its breakpoints lie where the model has no memory.
      let guest = Debuggee(isStrict: false)
      let wanted = Debuggee.payload(Array("$\(captured)#".utf8))
      _ = guest.ask(SessionTests.greeting)
      let isBreakpoint = wanted.hasSuffix("swbreak:;")
      let address = Self.register(0x10, in: wanted)
      if isBreakpoint { _ = guest.session.breakpoints.insert(address, .debugger) }
      #expect(guest.ask(packet == "?" ? "s" : packet) == "nothing")
      guest.session.registers[.rbp] = Self.register(6, in: wanted)
      guest.session.registers[.rsp] = Self.register(7, in: wanted)
      guest.session.registers[.rip] = isBreakpoint ? address + 1 : address
      guest.machine.sent = []
      _ = guest.take(isBreakpoint ? Trap(vector: 3) : Trap(vector: 1, status: 0x4000))
      #expect(Debuggee.payload(guest.machine.sent) == wanted, "\(packet)")
      #expect(guest.ask("?") == wanted)
      count += 1
    }
    #expect(count == 9)
  }

  /// A register of those that a stop comes with, the lowest byte first.
  private static func register(_ number: Int, in stop: String) -> UInt64 {
    let name = (number < 16 ? "0" : "") + String(number, radix: 16) + ":"
    let part = stop.split(separator: ";").first { $0.hasPrefix(name) }
    return UInt64(part?.dropFirst(3) ?? "", radix: 16)?.byteSwapped ?? 0
  }

  @Test func `are of every kind that the stub knows`() throws {
    let packets = try Self.packets().map(\.packet)
    for kind in [
      "?", "g", "G", "p", "M", "m", "X", "c", "s", "C", "S", "vCont?", "vCont;c", "vCont;s",
      "vCont;r", "vCont;C", "vKill", "vFile:open", "vFile:pread", "vFile:close", "Z0", "Z1", "Z2",
      "Z3", "Z4", "z0", "z1", "z2", "z4", "Hg", "Hc", "T", "D", "k", "R0", "qSupported",
      "qXfer:features", "qXfer:memory-map", "qXfer:threads", "qRcmd", "qAttached", "qSearch:memory",
      "qCRC", "qfThreadInfo", "qsThreadInfo", "qThreadExtraInfo", "qC", "qSymbol",
      "QStartNoAckMode", "vMustReplyEmpty",
    ] {
      #expect(packets.contains { $0.hasPrefix(kind) }, "\(kind)")
    }
  }
}
