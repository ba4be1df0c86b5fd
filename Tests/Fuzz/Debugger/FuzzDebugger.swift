internal import FuzzSupport
internal import GDBStub

/// A machine of 16 KiB that does what the debugger wants.
private struct Machine: DebugTarget {
  static let start: UInt64 = 0x1000
  static let memory = ByteBuffer(unsafeBase: .allocate(capacity: 0x4000), count: 0x4000)

  func read(_ address: UInt64, into buffer: ByteBuffer) -> Int {
    guard address >= Self.start, address - Self.start < 0x4000 else { return 0 }
    let first = Int(address - Self.start)
    let count = min(buffer.count, 0x4000 - first)
    buffer[0..<count].copy(Self.memory[first..<first + count])
    return count
  }

  func write(_ bytes: ByteBuffer, to address: UInt64) -> Bool {
    guard address >= Self.start, address - Self.start <= 0x4000 - UInt64(bytes.count) else {
      return false
    }
    Self.memory.from(Int(address - Self.start)).copy(bytes)
    return true
  }

  func mayBreak(at address: UInt64) -> Bool { true }
  var code: Range<UInt64> { 0x1000..<0x5000 }
  func findTasks(_ list: inout TaskList) {}
  func file(_ name: ByteBuffer) -> Int? { name.isEmpty ? nil : 0 }
  func writeFile<Line: DebugLine>(_ number: Int, _ output: inout Reply<Line>) {}
  var memoryRangeCount: Int { 1 }
  func memoryRange(_ index: Int) -> Range<UInt64> { 0x1000..<0x5000 }
  func perform<Line: DebugLine>(_ command: ByteBuffer, _ output: inout Reply<Line>) -> Bool {
    for index in 0..<command.count { output.write(command[index]) }
    return true
  }
  func leave(_ ending: DebugEnding) {}
}

/// A line of which nobody reads.
private struct Line: DebugLine {
  static nonisolated(unsafe) var sentCount = 0
  func send(_ bytes: ByteBuffer) { Self.sentCount += bytes.count }
}

private typealias MachineSession = Session<Machine, Line>

private let stubMemory = ByteBuffer(
  unsafeBase: .allocate(capacity: MachineSession.memoryByteCount),
  count: MachineSession.memoryByteCount)
private let breakpointMemory = ByteBuffer(unsafeBase: .allocate(capacity: 1024), count: 1024)

/// Bytes from a debugger.
///
/// Of those in packets the checksum is put right, so that they get far. A byte of 0 stands for an
/// exception, whose number and place follow.
@c(LLVMFuzzerTestOneInput)
public func fuzzDebugger(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  for index in 0..<stubMemory.count { stubMemory[index] = 0 }
  for index in 0..<breakpointMemory.count { breakpointMemory[index] = 0 }
  var session = MachineSession(Machine(), Line(), memory: stubMemory, breakpoints: breakpointMemory)
  var (index, sum) = (0, 0 as UInt8)
  while index < count {
    let byte = start[index]
    index += 1
    if byte == 0, index + 3 <= count, !session.isHalted {
      session.registers[.rip] = 0x1000 + UInt64(start[index]) << 8 | UInt64(start[index + 1])
      _ = session.take(Trap(vector: start[index + 2] & 31, status: UInt64(start[index])))
      index += 3
      continue
    }
    session.receive(byte)
    if byte == UInt8(ascii: "$") { sum = 0 } else if byte != UInt8(ascii: "#") { sum &+= byte }
    if byte == UInt8(ascii: "#") {
      for digit in [sum >> 4, sum & 15] {
        session.receive(digit < 10 ? 0x30 + digit : 0x57 + digit)
      }
    }
  }
  // Two questions bring it back into step, whatever came before.
  for byte in "$?#3f$?#3f".utf8 {
    Line.sentCount = 0
    session.receive(byte)
  }
  precondition(Line.sentCount > 0, "it does not answer any more")
  return 0
}
