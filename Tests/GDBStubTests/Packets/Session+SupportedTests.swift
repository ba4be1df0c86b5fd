internal import Testing

@testable internal import GDBStub

@Suite struct SessionSupportedTests {
  @Test func `lets the guest go when the debugger takes its leave`() {
    let guest = Debuggee()
    _ = guest.ask(SessionTests.greeting)
    _ = guest.ask("QStartNoAckMode")
    #expect(guest.ask("Z0,1000,1") == "OK")
    #expect(guest.ask("D") == "OK")
    #expect(!guest.session.isHalted && !guest.session.isAttached)
    #expect(guest.session.breakpoints.find(nil, .debugger) == nil)
    #expect(guest.ask(SessionTests.greeting).hasPrefix("PacketSize="))
    #expect(guest.session.isHalted)
  }

  @Test func `stops for a 3 only while the guest runs`() {
    let guest = Debuggee()
    _ = guest.ask(SessionTests.greeting)
    #expect(guest.exchange([3]) == [])
    #expect(guest.ask("c") == "nothing")
    #expect(Debuggee.payload(guest.exchange([3])).hasPrefix("T02thread:1;"))
    #expect(guest.session.isHalted)
  }
}
