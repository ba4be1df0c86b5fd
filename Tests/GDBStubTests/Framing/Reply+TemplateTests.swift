internal import Telemetry
internal import Testing

@testable internal import GDBStub

@Suite struct ReplyTemplateTests {
  /// What a reply says after something was written.
  private func text(_ body: (inout Reply<ModelLine>) -> Void) -> String {
    let guest = Debuggee()
    guest.machine.sent = []
    guest.session.reply.begin()
    body(&guest.session.reply)
    guest.session.reply.end()
    return Debuggee.payload(guest.machine.sent)
  }

  @Test func `writes numbers where their letters stand`() {
    #expect(
      text { $0.write("a %d of %d", 0, 18_446_744_073_709_551_615) }
        == "a 0 of 18446744073709551615")
    #expect(
      text { $0.write("%x and %x", 0, 0xdead_beef_0000_0010) }
        == "0x0 and 0xdeadbeef00000010")
    #expect(
      text { $0.write("%i has %m", 0x0a00_002a, 0x5254_0012_3456) }
        == "10.0.0.42 has 52:54:00:12:34:56")
    #expect(text { $0.write("%t, %t", 1_000_250_999, 61_000_000_000) } == "1.000250, 61.000000")
  }

  @Test func `puts numbers into columns`() {
    #expect(text { $0.write("|%4d|%4d|%2d|", 7, 12345, 99) } == "|   7|12345|99|")
    #expect(text { $0.write("%1d%9d", 0, 0) } == "0        0")
  }

  @Test func `says of too long a text that there is no room`() {
    #expect(text { reply in for _ in 0..<9000 { reply.write("x") } } == "E1c")
    #expect(text { $0.write("x") } == "x")
  }
}
