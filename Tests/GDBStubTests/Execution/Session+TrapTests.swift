internal import Testing

@testable internal import GDBStub

@Suite struct SessionTrapTests {
  private let guest = Debuggee()

  /// A guest that stands at an address, with a debugger attached.
  private func stop(at address: UInt64) {
    _ = guest.ask(SessionTests.greeting)
    guest.session.registers[.rip] = address
    guest.session.registers[.rsp] = 0x4800
    guest.session.registers[.flags] = 0x202
  }

  /// Lets the guest go on; gives whether the processor traps after an instruction.
  private func go(_ packet: String) -> Bool {
    #expect(guest.ask(packet) == "nothing")
    #expect(!guest.session.isHalted)
    return guest.session.registers[.flags] & 0x100 != 0
  }

  /// Lets the processor raise an exception; gives what the debugger hears.
  private func raise(_ vector: UInt8, status: UInt64 = 0, at address: UInt64) -> String {
    guest.machine.sent = []
    guest.session.registers[.rip] = address
    _ = guest.take(Trap(vector: vector, status: status))
    let reply = guest.machine.sent
    _ = guest.exchange([UInt8(ascii: "+")])
    return String(Debuggee.payload(reply).prefix { $0 != ";" })
  }

  @Test func `steps by the trap flag`() {
    stop(at: 0x1000)
    #expect(go("vCont;s:1"))
    #expect(raise(1, status: 0x4000, at: 0x1001) == "T05thread:1")
    #expect(guest.session.registers[.flags] == 0x202)
  }

  @Test func `takes the trap flag from what was pushed`() {
    guest.machine.memory[0] = 0x9c
    stop(at: 0x1000)
    #expect(go("s"))
    guest.machine.memory[0x3800] = 2
    guest.machine.memory[0x3801] = 3
    _ = raise(1, status: 0x4000, at: 0x1001)
    #expect(guest.machine.memory[0x3801] == 2)
  }

  @Test func `goes over a halt at once`() {
    guest.machine.memory[0] = 0xf4
    stop(at: 0x1000)
    #expect(guest.ask("s").hasPrefix("T05"))
    #expect(guest.session.isHalted)
    #expect(guest.session.registers[.rip] == 0x1001)
  }

  @Test func `runs over an interrupt instruction to a breakpoint behind it`() {
    guest.machine.memory.replaceSubrange(0..<2, with: [0xcd, 0x28])
    stop(at: 0x1000)
    #expect(!go("s"))
    #expect(guest.session.breakpoints.find(0x1002, .step) != nil)
    #expect(raise(3, at: 0x1003) == "T05thread:1")
    #expect(guest.session.registers[.rip] == 0x1002)
    #expect(guest.session.breakpoints.find(0x1002, .step) == nil)
  }

  @Test func `runs into the handler of system calls, which may take the trap flag away`() {
    guest.machine.memory.replaceSubrange(0..<2, with: [0x0f, 0x05])
    guest.machine.systemCallEntry = 0x1700
    stop(at: 0x1000)
    #expect(!go("s"))
    // What the processor keeps for the way back is as it was.
    #expect(guest.session.registers[.flags] == 0x202)
    #expect(raise(3, at: 0x1701) == "T05thread:1")
    #expect(guest.session.registers[.rip] == 0x1700)
    #expect(guest.session.breakpoints.find(nil, .step) == nil)
  }

  @Test func `hears of a system call that is switched off`() {
    guest.machine.memory.replaceSubrange(0..<2, with: [0x0f, 0x05])
    guest.machine.systemCallEntry = 0x1700
    stop(at: 0x1000)
    #expect(!go("s"))
    #expect(raise(6, at: 0x1000) == "T04thread:1")
    #expect(guest.session.breakpoints.find(nil, .step) == nil)
  }

  @Test(arguments: [0, 0x9000, 0x4f10, 0x8000_0000_0000_0000] as [UInt64])
  func `steps by the trap flag where no breakpoint can lie`(entry: UInt64) {
    guest.machine.memory.replaceSubrange(0..<2, with: [0x0f, 0x05])
    guest.machine.systemCallEntry = entry
    stop(at: 0x1000)
    #expect(go("s"))
    #expect(raise(1, status: 0x4000, at: 0x1002) == "T05thread:1")
  }

  @Test(arguments: [[0xcd, 0x28], [0xf3, 0xa4]] as [[UInt8]])
  func `plants nothing behind the last byte of memory`(code: [UInt8]) {
    guest.machine.memory.replaceSubrange(0x3ffe..<0x4000, with: code)
    stop(at: 0x4ffe)
    #expect(go("s"))
    #expect(guest.session.breakpoints.find(nil, .step) == nil)
    #expect(raise(1, status: 0x4000, at: 0x4000) == "T05thread:1")
    #expect(guest.session.registers[.flags] == 0x202)
  }

  @Test func `steps within a range without a word`() {
    stop(at: 0x1000)
    #expect(go("vCont;r1000,1010:1"))
    #expect(raise(1, status: 0x4000, at: 0x1004) == "nothing")
    #expect(guest.session.registers[.flags] & 0x100 != 0)
    #expect(raise(1, status: 0x4000, at: 0x1010) == "T05thread:1")
  }

  @Test func `lets go of a trap flag that nobody asked for`() {
    stop(at: 0x1000)
    #expect(!go("c"))
    guest.session.registers[.flags] = 0x302
    #expect(raise(1, status: 0x4000, at: 0x1500) == "nothing")
    #expect(guest.session.registers[.flags] == 0x202)
    #expect(!guest.session.isHalted)
  }

  @Test func `stands at a breakpoint and not behind it`() {
    stop(at: 0x1000)
    #expect(guest.ask("Z0,1234,1") == "OK")
    _ = go("c")
    guest.machine.sent = []
    guest.session.registers[.rip] = 0x1235
    #expect(guest.take(Trap(vector: 3)) == .taken)
    #expect(Debuggee.payload(guest.machine.sent).hasSuffix("10:3412000000000000;swbreak:;"))
    #expect(guest.session.registers[.rip] == 0x1234)
  }

  @Test func `goes over a breakpoint whose condition is false`() {
    stop(at: 0x1000)
    // reg 0 == 5: reg, const8, equal, end.
    #expect(guest.ask("Z0,1234,1;X7,26000022051327") == "OK")
    _ = go("c")
    guest.session.registers[.rax] = 4
    #expect(raise(3, at: 0x1235) == "nothing")
    #expect(guest.session.registers[.rip] == 0x1234)
    #expect(guest.session.registers[.flags] & 0x100 != 0)
    #expect(raise(1, status: 0x4000, at: 0x1236) == "nothing")
    #expect(guest.session.registers[.flags] & 0x100 == 0)
    guest.session.registers[.rax] = 5
    #expect(raise(3, at: 0x1235) == "T05thread:1")
  }

  @Test func `keeps conditions however often a breakpoint is taken away and set again`() {
    // As gdb does at each stop, to step over it.
    stop(at: 0x1000)
    #expect(guest.ask("Z0,1234,1;X7,26000022051327") == "OK")
    #expect(guest.ask("Z0,1240,1;X7,26000022061327") == "OK")
    for _ in 0..<2000 {
      #expect(guest.ask("z0,1234,1") == "OK")
      #expect(guest.ask("Z0,1234,1;X7,26000022051327") == "OK")
    }
    _ = go("c")
    guest.session.registers[.rax] = 5
    #expect(raise(3, at: 0x1241) == "nothing")
    #expect(raise(1, status: 0x4000, at: 0x1242) == "nothing")
    guest.session.registers[.rax] = 6
    #expect(raise(3, at: 0x1241) == "T05thread:1")
  }

  @Test func `tells a watchpoint from a step`() {
    stop(at: 0x1000)
    #expect(guest.ask("Z2,2000,4") == "OK")
    _ = go("vCont;s:1")
    guest.machine.sent = []
    guest.session.registers[.rip] = 0x1004
    _ = guest.take(Trap(vector: 1, status: 0x4001))
    #expect(Debuggee.payload(guest.machine.sent).hasSuffix("watch:2000;"))
  }

  @Test func `goes on from a breakpoint of the processor without meeting it again`() {
    stop(at: 0x1000)
    #expect(guest.ask("Z1,1234,1") == "OK")
    _ = go("c")
    #expect(raise(1, status: 1, at: 0x1234) == "T05thread:1")
    _ = go("c")
    #expect(guest.session.registers[.flags] & 0x1_0000 != 0)
  }

  @Test(arguments: [(0, "T08"), (6, "T04"), (8, "T09"), (12, "T0a"), (13, "T0b"), (14, "T0b")])
  func `names the signal of an exception`(vector: UInt8, signal: String) {
    stop(at: 0x1000)
    _ = go("c")
    #expect(raise(vector, at: 0x1100).hasPrefix(signal))
  }

  @Test func `leaves exceptions to the kernel where nobody debugs`() {
    #expect(guest.take(Trap(vector: 14)) == .passed)
    guest.session.registers[.rip] = 0x1001
    guest.machine.memory[0] = 0xcc
    #expect(guest.take(Trap(vector: 3)) == .passed)
    #expect(!guest.session.isHalted)
  }

  @Test func `goes back to an instruction whose breakpoint was taken away meanwhile`() {
    guest.session.registers[.rip] = 0x1001
    #expect(guest.take(Trap(vector: 3)) == .taken)
    #expect(guest.session.registers[.rip] == 0x1000)
  }

  @Test func `passes an exception on when gdb goes on with its signal`() {
    stop(at: 0x1000)
    _ = go("c")
    _ = raise(14, at: 0x1100)
    _ = go("vCont;C0b:1")
    #expect(guest.passesSignal(of: 14))
    #expect(!guest.passesSignal(of: 14))
  }

  @Test func `waits at its own breakpoint for a debugger that is not there yet`() {
    guest.session.ownBreakpointWaits = true
    #expect(guest.take(Trap(vector: 3)) == .taken)
    #expect(guest.session.isHalted)
    #expect(guest.ask("?").hasPrefix("T05"))
  }

  @Test func `does not wait at its own breakpoint for a debugger that came before`() {
    guest.session.ownBreakpointWaits = true
    stop(at: 0x1000)
    _ = go("c")
    #expect(raise(3, at: 0x1001) == "nothing")
    #expect(!guest.session.isHalted)
    guest.session.ownBreakpointWaits = true
    _ = guest.exchange([3])
    _ = guest.exchange([UInt8(ascii: "+")])
    guest.session.registers[.rip] = 0x1100
    #expect(go("s"))
    #expect(raise(3, at: 0x1101) == "T05thread:1")
  }

  @Test func `ends behind a panic that the debugger leaves, though it would wait for one`() {
    guest.session.watchForPanics(at: 0x1800)
    guest.session.waitsForPanic = true
    // Whoever comes before that and leaves again changes nothing.
    _ = guest.ask(SessionTests.greeting)
    #expect(guest.ask("D") == "OK")
    #expect(raise(3, at: 0x1801) == "nothing")
    #expect(guest.session.isHalted)
    #expect(guest.ask("?").hasPrefix("T06"))
    #expect(guest.ask("D") == "OK")
    #expect(raise(3, at: 0x1801) == "nothing")
    #expect(!guest.session.isHalted)
    #expect(guest.session.registers[.flags] & 0x100 != 0)
    _ = raise(1, status: 0x4000, at: 0x1802)
    #expect(!guest.session.isHalted)
  }

  @Test func `leaves a fault to the kernel that the debugger has left`() {
    guest.session.waitsForPanic = true
    #expect(guest.take(Trap(vector: 14)) == .taken)
    #expect(guest.ask("?").hasPrefix("T0b"))
    #expect(guest.ask("D") == "OK")
    #expect(guest.take(Trap(vector: 14)) == .passed)
  }

  @Test func `does not stop again where the kernel gives up because of a fault that it was handed`()
  {
    guest.session.watchForPanics(at: 0x1800)
    stop(at: 0x1000)
    _ = go("c")
    _ = raise(14, at: 0x1100)
    _ = go("vCont;C0b:1")
    #expect(guest.passesSignal(of: 14))
    #expect(guest.session.breakpoints.find(0x1800, .panic) == nil)
  }

  @Test func `ends a step where it ends, whatever breakpoint lies there`() {
    guest.machine.memory.replaceSubrange(0..<2, with: [0xcd, 0x28])
    stop(at: 0x1000)
    #expect(guest.ask("Z0,1002,1;X7,26000022051327") == "OK")
    #expect(!go("s"))
    #expect(raise(3, at: 0x1003) == "T05thread:1")
    #expect(guest.session.registers[.rip] == 0x1002)
  }

  @Test func `lets no interrupt into a repeated instruction that is stepped`() {
    guest.machine.memory.replaceSubrange(0..<2, with: [0xf3, 0xa4])
    stop(at: 0x1000)
    #expect(!go("s"))
    #expect(guest.session.registers[.flags] == 2)
    #expect(raise(3, at: 0x1003) == "T05thread:1")
    #expect(guest.session.registers[.flags] == 0x202)
    // Nor does it stay like that if something else ends it.
    guest.session.registers[.rip] = 0x1000
    _ = go("s")
    _ = raise(14, at: 0x1000)
    #expect(guest.session.registers[.flags] == 0x202)
  }

  @Test func `stops where the kernel gives up only if somebody looks`() {
    guest.session.watchForPanics(at: 0x1800)
    #expect(raise(3, at: 0x1801) == "nothing")
    #expect(!guest.session.isHalted)
    _ = raise(1, status: 0x4000, at: 0x1802)
    stop(at: 0x1000)
    _ = go("c")
    #expect(raise(3, at: 0x1801) == "T06thread:1")
  }
}
