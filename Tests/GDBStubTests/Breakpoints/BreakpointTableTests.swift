internal import Testing

@testable internal import GDBStub

@Suite struct BreakpointTableTests {
  private let guest = Debuggee()

  @Test func `takes the same one once, and fills gaps`() {
    #expect(guest.ask("Z0,1000,1") == "OK")
    #expect(guest.ask("Z0,1000,1") == "OK")
    #expect(guest.ask("Z0,1001,1") == "OK")
    #expect(guest.session.breakpoints.count == 2)
    #expect(guest.ask("z0,1000,1") == "OK")
    #expect(guest.ask("z0,1000,1") == "OK")
    #expect(guest.ask("Z0,1002,1") == "OK")
    #expect(guest.session.breakpoints.count == 2)
  }

  @Test func `says when there is no room`() {
    for index in 0..<64 { #expect(guest.ask("Z0,\(String(0x1000 + index, radix: 16)),1") == "OK") }
    #expect(guest.ask("Z0,2000,1") == "E1c")
    #expect(guest.ask("z0,1005,1") == "OK")
    #expect(guest.ask("Z0,2000,1") == "OK")
  }

  @Test func `is nowhere where there is no memory, nor where the stub is entered`() {
    #expect(guest.ask("Z0,0,1") == "E0e")
    #expect(guest.ask("Z0,4f00,1") == "E0e")
    #expect(guest.ask("Z1,4f00,1") == "E01")
    // Nor is a watchpoint that reaches there.
    for packet in ["Z2,4ef9,8", "Z4,4f3f,1", "Z2,4f10,4", "Z4,4ef8,10"] {
      #expect(guest.ask(packet) == "E01")
    }
    #expect(guest.ask("Z2,4ef8,8") == "OK")
    #expect(guest.ask("Z2,4f40,8") == "OK")
  }

  @Test func `is at no address that differs from another only in bits that none has`() {
    for packet in ["Z1,100000000001234,1", "Z2,800000001000,8", "Z4,ffff7fffffff1000,4"] {
      #expect(guest.ask(packet) == "E01")
    }
    #expect(guest.ask("Z0,100000000001234,1") == "E0e")
    #expect(guest.ask("Z2,ffff800000001000,8") == "OK")
    #expect(guest.session.debugRegisters.addresses[0] == 0xffff_8000_0000_1000)
  }

  @Test func `is gone when another debugger comes`() {
    #expect(guest.ask("Z0,1000,1") == "OK")
    #expect(guest.ask("Z2,2000,8") == "OK")
    _ = guest.ask(SessionTests.greeting)
    #expect(guest.session.breakpoints.find(0x1000, .debugger) == nil)
    #expect(guest.session.debugRegisters.control == 0)
  }
}
