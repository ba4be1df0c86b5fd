internal import Boot
internal import CInstructions
internal import GDBStub

/// The kernel as the stub sees it.
struct KernelTarget: DebugTarget {
  func read(_ address: UInt64, into buffer: ByteBuffer) -> Int {
    DebuggerMemory.read(address, into: buffer)
  }

  func write(_ bytes: ByteBuffer, to address: UInt64) -> Bool {
    DebuggerMemory.write(bytes, to: address)
  }

  func mayBreak(at address: UInt64, byteCount: UInt64) -> Bool {
    func isBeside(_ start: UInt64, _ end: UInt64) -> Bool {
      address &+ byteCount <= start || address >= end
    }
    // The entries take another stack from the segments.
    let stack = address_of_boot_segment_table() + DebuggerStart.stackPlace
    return isBeside(address_of_debugger_entries(), address_of_debugger_entries_end())
      && isBeside(address_of_debugger_state(), address_of_debugger_stack_end())
      && isBeside(stack, stack + 8)
  }

  var detours: UInt64 { address_of_debugger_detours() }

  var code: Range<UInt64> { DebuggerMemory.code }

  /// LSTAR.
  var systemCallEntry: UInt64 { cpu_read_msr(0xc000_0082) }

  func findBlocks(_ list: inout TaskList) { DebuggerTasks.findBlocks(&list) }

  var currentTask: UInt64 { DebuggerTasks.currentAddress }

  func file(_ name: ByteBuffer) -> Int? { MonitorFile.find(name) }

  func writeFile<Line: DebugLine>(_ number: Int, _ output: inout Reply<Line>) {
    MonitorFile.write(number, &output)
  }

  var memoryRangeCount: Int { DebuggerMemory.ranges(2).isEmpty ? 2 : 3 }

  func memoryRange(_ index: Int) -> Range<UInt64> { DebuggerMemory.ranges(index) }

  func perform<Line: DebugLine>(
    _ command: ByteBuffer, _ output: inout Reply<Line>
  ) -> Bool {
    MonitorCommand.perform(command, &output)
  }

  func leave(_ ending: DebugEnding) {
    switch ending {
    case .powerOff: Kernel.leave(.clean)
    case .reset: Fault.tripleFault()
    }
  }
}
