internal import Testing

@testable internal import GDBStub

@Suite struct SessionDetourTests {
  private let guest = Debuggee()
  private let place = 0x4e00 as UInt64

  /// A guest that runs with a breakpoint on a `push`, which stops it where rax is 5.
  private func run(_ flags: UInt64 = 0x202, condition: String = "26000022051327") {
    _ = guest.ask(SessionTests.greeting)
    guest.session.registers[.rip] = 0x1000
    guest.session.registers[.rsp] = 0x4800
    guest.session.registers[.flags] = flags
    guest.machine.memory[0x234] = 0x55
    #expect(guest.ask("Z0,1234,1;X\(String(condition.count / 2, radix: 16)),\(condition)") == "OK")
    #expect(guest.ask("c") == "nothing")
  }

  /// Lets the guest meet the breakpoint.
  private func pass(rax: UInt64) -> UInt64 {
    guest.session.registers[.rip] = 0x1235
    guest.session.registers[.rax] = rax
    guest.machine.isWriteProtected = true
    defer { guest.machine.isWriteProtected = false }
    return guest.session.pass()
  }

  /// The entry of the breakpoint: the first is not in use here.
  private var detour: UInt64 { place }

  @Test func `goes on at a detour where conditions are false`() {
    run()
    #expect(guest.session.mayPass)
    #expect(pass(rax: 4) == detour)
    #expect(guest.machine.memory[0x3e00] == 0x55)
    #expect(guest.machine.memory[0x3e01] == 0xe9)
    #expect(pass(rax: 5) == 0)
    #expect(guest.session.registers[.rip] == 0x1235)
  }

  @Test func `has none for a breakpoint without conditions`() {
    run()
    _ = guest.take(Trap(vector: 3))
    _ = guest.ask("?")
    #expect(guest.ask("z0,1234,1") == "OK")
    #expect(guest.ask("Z0,1234,1") == "OK")
    #expect(guest.ask("c") == "nothing")
    #expect(!guest.session.mayPass)
    #expect(pass(rax: 4) == 0)
  }

  @Test func `has none while the guest is stepped`() {
    run()
    _ = guest.exchange([3, UInt8(ascii: "+")])
    #expect(guest.ask("s") == "nothing")
    #expect(!guest.session.mayPass)
    guest.session.registers[.flags] |= 0x100
    #expect(pass(rax: 4) == 0)
  }

  @Test func `does not print, nor read where breakpoints lie`() {
    // const8 0, const8 0, printf 0 "x", const8 0, end.
    run(condition: "2200220034000002780022" + "0027")
    #expect(pass(rax: 4) == 0)
    guest.machine.sent = []
    let other = SessionDetourTests()
    // const16 0x1234, ref8, const8 0x55, less, end: true only if the breakpoint is seen.
    other.run(condition: "2312341722551527")
    #expect(other.pass(rax: 4) == 0)
    #expect(guest.machine.sent == [])
  }

  @Test func `has none where a condition asks for what only a stop tells`() {
    // reg rip, const16 0x1234, equal, end.
    run(condition: "2600102312341327")
    #expect(pass(rax: 4) == 0)
  }

  @Test func `has none where the breakpoint before is yet to come back`() {
    run()
    guest.session.stepEnd = 0x1234
    #expect(pass(rax: 4) == 0)
    guest.session.stepEnd = 0
    #expect(pass(rax: 4) == detour)
  }

  @Test func `is at the instruction, or behind it`() {
    run()
    _ = pass(rax: 4)
    guest.session.registers[.rip] = detour
    guest.session.leaveDetour()
    #expect(guest.session.registers[.rip] == 0x1234)
    guest.session.registers[.rip] = detour + 1
    guest.session.leaveDetour()
    #expect(guest.session.registers[.rip] == 0x1235)
    guest.session.registers[.rip] = 0x1111
    guest.session.leaveDetour()
    #expect(guest.session.registers[.rip] == 0x1111)
  }

  @Test func `changes no detour that an interrupt may lead back into`() {
    run()
    _ = guest.exchange([3, UInt8(ascii: "+")])
    guest.session.registers[.flags] = 2
    #expect(guest.ask("z0,1234,1") == "OK")
    guest.machine.memory[0x300] = 0x56
    #expect(guest.ask("Z0,1300,1;X7,26000022051327") == "OK")
    #expect(guest.ask("c") == "nothing")
    #expect(!guest.session.mayPass)
    #expect(guest.machine.memory[0x3e00] == 0x55)
    _ = guest.exchange([3, UInt8(ascii: "+")])
    guest.session.registers[.flags] = 0x202
    #expect(guest.ask("c") == "nothing")
    #expect(guest.session.mayPass)
    #expect(guest.machine.memory[0x3e00] == 0x56)
  }
}
