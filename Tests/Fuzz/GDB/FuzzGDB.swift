internal import FuzzSupport
internal import GDBStub

/// A debugger that sends what it likes and a machine that stops: no trap, and sound replies.
@c(fuzz_GDB)
public func fuzzGDB(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var input = FuzzInput(start, count)
  let machine = Machine()
  var session = Session(
    MachineTarget(machine: machine), MachineLine(machine: machine),
    memory: machine.buffer(Session<MachineTarget, MachineLine>.memoryByteCount),
    breakpoints: machine.buffer(512))
  var steps = 0
  while !input.isAtEnd, steps < 200 {
    steps += 1
    let operation = input.byte()
    switch operation % 8 {
    case 0: for byte in input.run() { session.receive(byte) }
    case 1:
      session.registers[.rip] = Machine.start + UInt64(input.half())
      session.registers[.rsp] = Machine.start + UInt64(operation) * 8
      _ = session.take(
        Trap(vector: [1, 3, 6, 14][Int(operation >> 3) % 4], status: UInt64(input.half())))
    case 7:
      session.registers[.rip] = Machine.start + UInt64(input.half()) % 0x800
      session.registers[.flags] = UInt64(operation) << 5
      let place = session.pass()
      require(place == 0 || place >= Machine.start + 0x600, "a detour where none is")
      session.leaveDetour()
    case 2: session.receive([0x2b, 0x2d, 3, 0x24][Int(operation >> 3) % 4])
    default: for byte in framed(input.run()) { session.receive(byte) }
    }
    if !session.isHalted { checkProcessor(session) }
    check(machine.sent)
    machine.sent = []
  }
  // Two questions bring it back into step, whatever came before.
  for byte in framed([0x3f]) + framed([0x3f]) { session.receive(byte) }
  check(machine.sent)
  let answer = machine.sent.firstIndex(of: 0x24).map { machine.sent[$0...].prefix(2) } ?? []
  let last = machine.sent.lastIndex(of: 0x24).map { machine.sent[$0...].prefix(2) } ?? []
  require([answer, last].contains([0x24, 0x54]), "it does not say why the guest stands still")
  return 0
}

/// Checks that a processor would go on with what it is given.
private func checkProcessor(_ session: Session<MachineTarget, MachineLine>) {
  func isAddress(_ number: UInt64) -> Bool { number >> 47 == 0 || number >> 47 == 0x1_ffff }
  for register in [.rip, .rsp, .fsBase, .gsBase] as [Register] {
    require(isAddress(session.registers[register]), "a register that holds no address")
  }
  let watches = session.debugRegisters
  require(watches.control & ~0xffff_07ff == 0, "bits that DR7 does not have")
  for index in 0..<4 where watches.control >> UInt64(index * 2) & 3 != 0 {
    let kind = watches.control >> UInt64(16 + index * 4) & 15
    let byteCount = [1, 2, 8, 4][Int(kind >> 2)] as UInt64
    require(kind & 3 != 2 && (kind & 3 != 0 || byteCount == 1), "nothing to look for")
    require(isAddress(watches.addresses[index]), "a watchpoint at no address")
    require(watches.addresses[index] % byteCount == 0, "a watchpoint that is not aligned")
  }
}

/// A packet with its checksum.
private func framed(_ payload: [UInt8]) -> [UInt8] {
  let sum = payload.reduce(0 as UInt8, &+)
  let digits = Array("0123456789abcdef".utf8)
  return [0x24] + payload + [0x23, digits[Int(sum >> 4)], digits[Int(sum & 15)]]
}

/// Checks that each packet among the bytes has its checksum, and that nothing else is there but
/// acknowledgements.
private func check(_ bytes: [UInt8]) {
  var rest = bytes[...]
  while let first = rest.first {
    rest.removeFirst()
    guard first == 0x24 else {
      require(first == 0x2b || first == 0x2d, "a byte outside of packets")
      continue
    }
    guard let end = rest.firstIndex(of: 0x23) else { fatalError("a packet without end") }
    let packet = framed(Array(rest[..<end]))
    require(rest[end...].starts(with: packet.suffix(3)), "a wrong checksum")
    rest = rest[(end + 3)...]
  }
}

/// A little memory, and what was sent.
private final class Machine {
  static let start: UInt64 = 0x1000
  static let byteCount = 0x800
  var sent: [UInt8] = []
  var memory: ByteBuffer { buffers[0] }
  private var buffers: [ByteBuffer] = []

  init() {
    let memory = buffer(Self.byteCount)
    // Instructions of some kinds: a call, a wait, a push of the flags, an interrupt, a jump.
    for index in 0..<memory.count {
      memory[index] = [0xe8, 0xf4, 0x9c, 0xcc, 0xeb, 0x90][index % 6]
    }
    // A system call, and an interrupt behind which there is nothing.
    memory.store(0x050f, at: 0x700, byteCount: 2)
    memory.store(0x28cd, at: Self.byteCount - 2, byteCount: 2)
    // A task with two contexts.
    for (offset, value) in [
      (0x420, 0x0000_0000_1500), (0x438, 0x1100), (0x440, 0x1500), (0x460, 0x15),
      (0x500, 0x1540), (0x508, 0x1200), (0x540, 0), (0x548, 0x1300),
    ] as [(Int, UInt64)] {
      memory.store(value, at: offset, byteCount: 8)
    }
  }

  deinit { for buffer in buffers { buffer.unsafeBase.deallocate() } }

  /// Memory that lives as long as the machine.
  func buffer(_ count: Int) -> ByteBuffer {
    let base = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    base.initialize(repeating: 0, count: count)
    let buffer = ByteBuffer(unsafeBase: base, count: count)
    buffers.append(buffer)
    return buffer
  }

  /// What there is of a range of memory.
  func part(_ address: UInt64, _ count: Int) -> ByteBuffer? {
    guard address >= Self.start, address - Self.start < UInt64(memory.count) else { return nil }
    let first = Int(address - Self.start)
    return memory[first..<min(first + count, memory.count)]
  }
}

private struct MachineTarget: DebugTarget {
  let machine: Machine

  func read(_ address: UInt64, into buffer: ByteBuffer) -> Int {
    guard let part = machine.part(address, buffer.count) else { return 0 }
    buffer.copy(part)
    return part.count
  }

  func write(_ bytes: ByteBuffer, to address: UInt64) -> Bool {
    guard let part = machine.part(address, bytes.count), part.count == bytes.count else {
      return false
    }
    part.copy(bytes)
    return true
  }

  func mayBreak(at address: UInt64, byteCount: UInt64) -> Bool { address % 64 != 0 }
  var memoryRangeCount: Int { 1 }
  func memoryRange(_ index: Int) -> Range<UInt64> {
    Machine.start..<Machine.start + UInt64(Machine.byteCount)
  }

  var detours: UInt64 { Machine.start + 0x600 }
  var code: Range<UInt64> { memoryRange(0) }
  var systemCallEntry: UInt64 { Machine.start + 0x305 }

  var currentTask: UInt64 { Machine.start + 0x200 }

  /// Whatever looks like a task at two places, which the debugger may have written there.
  func findBlocks(_ list: inout TaskList) {
    for address in [Machine.start + 0x400, Machine.start + 0x600] {
      guard let bytes = machine.part(address, SuspendedTask.byteCount) else { continue }
      if let task = SuspendedTask(bytes, at: address, code: code) { list.append(task) }
    }
  }

  func file(_ name: ByteBuffer) -> Int? { name.isEmpty ? nil : 0 }

  func writeFile<Line: DebugLine>(_ number: Int, _ output: inout Reply<Line>) {
    for index in 0..<machine.memory.count { output.write(machine.memory[index]) }
  }

  func perform<Line: DebugLine>(_ command: ByteBuffer, _ output: inout Reply<Line>) -> Bool {
    for index in 0..<command.count { output.write(command[index]) }
    return !command.isEmpty
  }

  func leave(_ ending: DebugEnding) {}
}

private struct MachineLine: DebugLine {
  let machine: Machine

  func send(_ bytes: ByteBuffer) {
    for index in 0..<bytes.count { machine.sent.append(bytes[index]) }
  }
}
