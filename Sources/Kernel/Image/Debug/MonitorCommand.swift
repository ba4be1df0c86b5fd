internal import Core
internal import GDBStub
internal import Telemetry

/// What `monitor` in gdb tells of the kernel.
enum MonitorCommand {
  /// Runs a command; false if there is none of that name.
  static func perform<Line: DebugLine>(
    _ command: ByteBuffer, _ console: inout DebugConsole<Line>
  ) -> Bool {
    if command.isEmpty || command.equals("help") {
      console.write(help)
    } else if command.equals("heap") {
      writeHeap(&console)
    } else if command.equals("reset") {
      Power.reset()
    } else if command.equals("poweroff") {
      leave(.clean)
    } else {
      console.write("there is no such command; monitor help lists them\n")
      return false
    }
    return true
  }

  private static let help: StaticString = """
    heap      what memory is in use
    reset     start the machine again
    poweroff  end the machine

    """

  private static func writeHeap<Line: DebugLine>(_ console: inout DebugConsole<Line>) {
    guard let heap = unsafe heap else { return }
    let statistics = unsafe heap.pointee.statistics
    console.write(UInt64(statistics.allocatedByteCount))
    console.write(" bytes in use, at most ")
    console.write(UInt64(statistics.peakByteCount))
    console.write("; ")
    console.write(UInt64(statistics.allocationCount))
    console.write(" allocations, ")
    console.write(UInt64(statistics.freeCount))
    console.write(" frees\n")
  }
}
