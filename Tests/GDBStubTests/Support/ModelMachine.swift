internal import Telemetry
internal import Testing

@testable internal import GDBStub

/// A machine of a few pages, whose line keeps what was sent.
///
/// It refuses what a real one would: memory that is not there, and writing to what is a device's.
final class ModelMachine {
  /// The first address of its memory.
  static let start: UInt64 = 0x1000
  var memory = [UInt8](repeating: 0, count: 0x4000)
  var sent: [UInt8] = []
  var endings: [DebugEnding] = []
  var commands: [String] = []
  /// Where the tasks lie that do not run.
  var tasks: [UInt64] = []
  /// Where the task lies that runs; 0 for none.
  var current: UInt64 = 0
  /// How often somebody looked for tasks.
  var searchCount = 0
  /// Where system calls lead.
  var systemCallEntry: UInt64 = 0
  /// Addresses that are not mapped.
  var hole: Range<UInt64> = 0..<0
  /// Whether nothing may be written, as while the entries of the stub look for a detour.
  var isWriteProtected = false
  /// A page of memory far away from the rest, if there is one.
  var far: [UInt8] = []
  static let farStart: UInt64 = 0x8000_0000

  /// Where the stub is entered, and no breakpoint may be.
  let forbidden: Range<UInt64> = 0x4f00..<0x4f40

  func range(_ address: UInt64, _ count: Int) -> Range<Int>? {
    guard address >= Self.start, address - Self.start < UInt64(memory.count),
      !hole.contains(address)
    else { return nil }
    let first = Int(address - Self.start)
    let end = address < hole.lowerBound ? Int(hole.lowerBound - Self.start) : memory.count
    return first..<min(first + count, end)
  }
}

/// The model as the stub's target.
struct ModelTarget: DebugTarget {
  let machine: ModelMachine

  func read(_ address: UInt64, into buffer: ByteBuffer) -> Int {
    if address >= ModelMachine.farStart, address - ModelMachine.farStart < UInt64(machine.far.count)
    {
      let rest = machine.far.dropFirst(Int(address - ModelMachine.farStart)).prefix(buffer.count)
      for (index, byte) in rest.enumerated() { buffer[index] = byte }
      return rest.count
    }
    guard let range = machine.range(address, buffer.count) else { return 0 }
    for (index, place) in range.enumerated() { buffer[index] = machine.memory[place] }
    return range.count
  }

  func write(_ bytes: ByteBuffer, to address: UInt64) -> Bool {
    guard let range = machine.range(address, bytes.count), range.count == bytes.count else {
      return false
    }
    if machine.isWriteProtected { Issue.record("memory that is read-only there") }
    for (index, place) in range.enumerated() { machine.memory[place] = bytes[index] }
    return true
  }

  func mayBreak(at address: UInt64, byteCount: UInt64) -> Bool {
    address &+ byteCount <= machine.forbidden.lowerBound || address >= machine.forbidden.upperBound
  }
  var detours: UInt64 { 0x4e00 }
  var code: Range<UInt64> { ModelMachine.start..<0x2000 }
  var systemCallEntry: UInt64 { machine.systemCallEntry }

  var currentTask: UInt64 { machine.current }

  func findBlocks(_ list: inout TaskList) {
    machine.searchCount += 1
    for address in machine.tasks where address != machine.current {
      var bytes = (0..<SuspendedTask.byteCount).map {
        machine.memory[Int(address - ModelMachine.start) + $0]
      }
      let task = bytes.withUnsafeMutableBufferPointer { buffer in
        SuspendedTask(
          ByteBuffer(unsafeBase: buffer.baseAddress.unsafelyUnwrapped, count: buffer.count),
          at: address, code: code)
      }
      if let task { list.append(task) }
    }
  }

  func file(_ name: ByteBuffer) -> Int? { name.equals("numbers") ? 3 : nil }

  func writeFile<Line: DebugLine>(_ number: Int, _ output: inout Reply<Line>) {
    guard number == 3 else { return }
    for number in 0..<500 as Range<UInt64> { output.write("%d #$}*\n", number) }
  }

  var memoryRangeCount: Int { machine.far.isEmpty ? 1 : 2 }
  func memoryRange(_ index: Int) -> Range<UInt64> {
    let (start, count) =
      index == 0
      ? (ModelMachine.start, machine.memory.count) : (ModelMachine.farStart, machine.far.count)
    return start..<start + UInt64(count)
  }

  func perform<Line: DebugLine>(
    _ command: ByteBuffer, _ output: inout Reply<Line>
  ) -> Bool {
    let text = String(decoding: (0..<command.count).map { command[$0] }, as: UTF8.self)
    machine.commands.append(text)
    guard text == "long" else {
      output.write("no such command\n")
      return false
    }
    for number in 0..<200 as Range<UInt64> { output.write("line %d\n", number) }
    return true
  }

  func leave(_ ending: DebugEnding) { machine.endings.append(ending) }
}

/// The model's line.
struct ModelLine: DebugLine {
  let machine: ModelMachine

  func send(_ bytes: ByteBuffer) {
    for index in 0..<bytes.count { machine.sent.append(bytes[index]) }
  }
}
