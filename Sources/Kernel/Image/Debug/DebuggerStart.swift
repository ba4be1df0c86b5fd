internal import Boot
internal import Core
internal import CInstructions
internal import CPU
internal import Drivers
internal import GDBStub

/// Installs the stub: where an image was linked with it, the kernel calls this at its start.
@c(swiftlet_gdb_install)
func installDebugger() {
  guard unsafe Debugger.session == nil else { return }
  guard DebuggerLine.setUp() else {
    log(.warning, "there is no second serial port", module: "gdb")
    return
  }
  let place = UnsafeMutablePointer<Debugger.KernelSession>.allocate(capacity: 1)
  // Safe: what is allocated stays; nobody else uses the memory.
  unsafe place.initialize(
    to: Debugger.KernelSession(
      KernelTarget(), DebuggerLine(), memory: DebuggerState.memory,
      breakpoints: DebuggerState.breakpoints))
  unsafe Debugger.session = unsafe place
  unsafe place.pointee.ownBreakpointWaits = DebuggerStart.readArguments(place)
  unsafe place.pointee.watchForPanics(at: address_of_kernel_panic_end())
  unsafe Debugger.publish(place)
  DebuggerStart.takeExceptions()
  var controller = IOAPIC()
  controller.routeEdges(
    of: DebuggerLine.interruptInput, to: nil, processor: unsafe localAPIC?.identifier ?? 0)
  var reader = DebuggerLine.reader
  reader.enableReceiveInterrupt()
  // The entries plant breakpoints when they leave.
  cpu_breakpoint()
}

/// What installing the stub takes.
enum DebuggerStart {
  /// Reads what the command line says.
  ///
  /// - Returns: Whether the guest waits for a debugger now.
  static func readArguments(_ session: UnsafeMutablePointer<Debugger.KernelSession>) -> Bool {
    guard let argument = unsafe commandLine.argument("debug") else { return false }
    if let bytes = argument.bytes {
      if ArgumentValue.equals(bytes, "wait") {
        log(.info, "waiting for gdb", module: "gdb")
        return true
      }
      if ArgumentValue.equals(bytes, "panic") {
        unsafe session.pointee.waitsForPanic = true
        return false
      }
    }
    panic(argument.error("wait or panic"))
  }

  /// Where the segments have the stack of exceptions: the third of the task state segment.
  static var stackPlace: UInt64 { 64 + 52 }

  /// Leads exceptions and the non-maskable interrupt to the stub's entries.
  static func takeExceptions() {
    // Safe: the table is the one that the processor uses; the entries are of its kind.
    let table = unsafe UnsafeMutableRawPointer(
      bitPattern: UInt(address_of_boot_interrupt_table())
    ).unsafelyUnwrapped
    // Safe: within the task state segment; the third stack is nobody's yet.
    unsafe UnsafeMutableRawPointer(bitPattern: UInt(address_of_boot_segment_table()))
      .unsafelyUnwrapped
      .storeBytes(
        of: address_of_debugger_stack_end(), toByteOffset: Int(stackPlace), as: UInt64.self)
    // The last number that an exception could have is the timer's.
    for vector in 0..<31 as Range<UInt8> {
      // Two groups of 16 entries of 8 bytes, and a jump behind each.
      let entry = address_of_debugger_entries() &+ UInt64(vector) &* 8 &+ (vector < 16 ? 0 : 8)
      let next = unsafe InterruptTable.redirect(vector, unsafeMemory: table, to: entry)
      DebuggerState.setNextEntry(vector, next)
      // Safe: within the gate. A non-maskable interrupt may come while another entry works, and
      // stays on its own stack; all else gets the third.
      if vector != 2 {
        unsafe table.storeBytes(of: 3, toByteOffset: Int(vector) * 16 + 4, as: UInt8.self)
      }
    }
  }
}
