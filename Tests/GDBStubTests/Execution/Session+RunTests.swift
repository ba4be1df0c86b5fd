internal import Testing

@testable internal import GDBStub

/// Steps that an interrupt comes before; those that none does are in `SessionTrapTests`.
@Suite struct SessionRunTests {
  private let guest = Debuggee()
  /// Where the handler begins.
  private let handler = 0x1700 as UInt64

  /// A guest that stands at an address, with breakpoints that stop it where rax is 5.
  private func stop(at address: UInt64, breakpoints: [UInt64]) {
    _ = guest.ask(SessionTests.greeting)
    for breakpoint in breakpoints {
      let place = String(breakpoint, radix: 16)
      #expect(guest.ask("Z0,\(place),1;X7,26000022051327") == "OK")
    }
    guest.session.registers[.rip] = address
    guest.session.registers[.rsp] = 0x4800
    guest.session.registers[.flags] = 0x202
  }

  /// Lets the processor raise an exception; gives what the debugger hears.
  private func raise(_ vector: UInt8, at address: UInt64) -> String {
    guest.machine.sent = []
    guest.session.registers[.rip] = address
    _ = guest.take(Trap(vector: vector, status: vector == 1 ? 0x4000 : 0))
    let reply = guest.machine.sent
    _ = guest.exchange([UInt8(ascii: "+")])
    return String(Debuggee.payload(reply).prefix { $0 != ";" })
  }

  /// Lets an interrupt come whose handler meets a breakpoint that does not stop the guest.
  private func interrupt(at place: UInt64) {
    guest.interrupt(into: handler)
    #expect(raise(3, at: place + 1) == "nothing")
    #expect(guest.session.registers[.flags] & 0x100 != 0)
    #expect(raise(1, at: place + 2) == "nothing")
    #expect(!guest.session.isHalted)
    #expect(guest.session.registers[.flags] & 0x100 == 0)
  }

  @Test func `is not over a breakpoint before its instruction was executed`() {
    stop(at: 0x1000, breakpoints: [0x1234, 0x1704, 0x1708])
    #expect(guest.ask("c") == "nothing")
    #expect(raise(3, at: 0x1235) == "nothing")
    interrupt(at: 0x1704)
    // It would be met again, its instruction never executed.
    #expect(guest.planted == [0x1704, 0x1708])
    #expect(raise(3, at: 0x1709) == "nothing")
    #expect(raise(1, at: 0x170a) == "nothing")
    #expect(guest.planted == [0x1704, 0x1708])
    guest.returnFromInterrupt()
    #expect(raise(1, at: 0x1236) == "nothing")
    #expect(guest.planted == [0x1234, 0x1704, 0x1708])
    #expect(guest.session.registers[.flags] == 0x202)
    #expect(raise(3, at: 0x1235) == "nothing")
    #expect(raise(1, at: 0x1236) == "nothing")
  }

  @Test(arguments: ["s", "vCont;r1000,1001:1"])
  func `ends behind its own instruction`(packet: String) {
    stop(at: 0x1000, breakpoints: [0x1704])
    #expect(guest.ask(packet) == "nothing")
    interrupt(at: 0x1704)
    guest.returnFromInterrupt()
    #expect(raise(1, at: 0x1003) == "T05thread:1")
    #expect(guest.session.registers[.rip] == 0x1003)
    #expect(guest.session.registers[.flags] == 0x202)
  }

  @Test func `ends behind an interrupt instruction whose handler has a breakpoint`() {
    guest.machine.memory.replaceSubrange(0..<2, with: [0xcd, 0x28])
    stop(at: 0x1000, breakpoints: [0x1704])
    #expect(guest.ask("s") == "nothing")
    interrupt(at: 0x1704)
    #expect(guest.planted.sorted() == [0x1002, 0x1704])
    guest.returnFromInterrupt()
    #expect(raise(3, at: 0x1003) == "T05thread:1")
    #expect(guest.session.registers[.rip] == 0x1002)
  }

  @Test func `begins anew where a handler's last instruction was gone over`() {
    stop(at: 0x1000, breakpoints: [0x1234, 0x1704])
    #expect(guest.ask("c") == "nothing")
    #expect(raise(3, at: 0x1235) == "nothing")
    guest.interrupt(into: handler)
    #expect(raise(3, at: 0x1705) == "nothing")
    guest.returnFromInterrupt()
    #expect(raise(1, at: 0x1234) == "nothing")
    #expect(guest.session.registers[.flags] & 0x100 != 0)
    #expect(guest.planted == [0x1704])
    #expect(raise(1, at: 0x1236) == "nothing")
    #expect(guest.planted == [0x1234, 0x1704])
  }

  @Test func `is forgotten when the guest stops in the handler`() {
    stop(at: 0x1000, breakpoints: [0x1234, 0x1704, 0x1708])
    #expect(guest.ask("c") == "nothing")
    #expect(raise(3, at: 0x1235) == "nothing")
    guest.interrupt(into: handler)
    #expect(raise(3, at: 0x1705) == "nothing")
    #expect(guest.exchange([3]).starts(with: Array("$T02".utf8)))
    _ = guest.exchange([UInt8(ascii: "+")])
    #expect(guest.ask("s") == "nothing")
    #expect(raise(1, at: 0x1706) == "T05thread:1")
    #expect(guest.ask("c") == "nothing")
    #expect(guest.planted == [0x1234, 0x1704, 0x1708])
    guest.returnFromInterrupt()
    // The breakpoint is met once more.
    #expect(raise(3, at: 0x1235) == "nothing")
    #expect(raise(1, at: 0x1236) == "nothing")
    #expect(guest.session.registers[.flags] == 0x202)
  }

  @Test func `ends behind its own instruction, not behind that in a handler`() {
    stop(at: 0x1705, breakpoints: [0x1704])
    #expect(guest.ask("s") == "nothing")
    guest.interrupt(into: handler)
    #expect(raise(3, at: 0x1705) == "nothing")
    #expect(raise(1, at: 0x1705) == "nothing")
    #expect(guest.session.registers[.flags] & 0x100 == 0)
    guest.returnFromInterrupt()
    #expect(raise(1, at: 0x1706) == "T05thread:1")
  }

  @Test func `takes the trap flag from what was pushed, and from nothing else`() {
    guest.machine.memory[0] = 0x9c
    stop(at: 0x1000, breakpoints: [0x1704])
    guest.machine.memory.replaceSubrange(0x3700..<0x3900, with: repeatElement(3, count: 0x200))
    let before = guest.machine.memory
    // Something else ends it, or its handler's stack is another.
    #expect(guest.ask("s") == "nothing")
    #expect(guest.exchange([3]).starts(with: Array("$T02".utf8)))
    _ = guest.exchange([UInt8(ascii: "+")])
    #expect(guest.ask("s") == "nothing")
    #expect(raise(14, at: 0x1000) == "T0bthread:1")
    guest.session.registers[.rip] = 0x1000
    #expect(guest.ask("s") == "nothing")
    interrupt(at: 0x1704)
    #expect(guest.machine.memory == before)
    guest.returnFromInterrupt()
    #expect(raise(1, at: 0x1001) == "T05thread:1")
    #expect(guest.machine.memory[0x3801] == 2)
    #expect(guest.machine.memory[0x37d9] == 3)
  }
}
