internal import Boot
internal import CInstructions
internal import CPU
internal import Drivers
internal import GDBStub

/// The stub for gdb in this kernel.
enum Debugger {
  typealias KernelSession = Session<KernelTarget, DebuggerLine>

  /// The session; nil if the machine has no port for it.
  ///
  /// Safe: one core, and the entries let only one exception at a time in.
  nonisolated(unsafe) static var session: UnsafeMutablePointer<KernelSession>?

  /// Whether the guest's clock does not go on while gdb has stopped it.
  ///
  /// Safe: as for the session.
  nonisolated(unsafe) static var freezesTime = false

  /// Takes a stop of the guest, whose registers the entry has put in place.
  ///
  /// - Returns: Whether the guest goes on where the registers say; else the kernel handles it.
  static func take() -> Bool {
    guard let session = unsafe session else { return false }
    let registers = unsafe session.pointee.registers
    let vector = UInt8(truncatingIfNeeded: registers[.interrupt])
    unsafe session.pointee.leaveDetour()
    registers.spreadControls()
    if vector != 2,
      unsafe session.pointee.take(Trap(vector: vector, status: DebuggerState.status))
        == .passed
    {
      return false
    }
    unsafe converse(session)
    registers.gatherControls()
    unsafe publish(session)
    return unsafe !session.pointee.takePassedSignal(for: vector)
  }

  /// Exchanges bytes with the debugger for as long as the guest has to stand still.
  ///
  /// The port interrupts by its first byte while the guest runs, and is asked again and again while
  /// it stands still.
  static func converse(_ session: UnsafeMutablePointer<KernelSession>) {
    DebuggerLine.take()
    let start = TimestampCounter.now
    var reader = DebuggerLine.reader
    while true {
      if let byte = reader.read() {
        unsafe session.pointee.receive(byte)
      } else if unsafe !session.pointee.isHalted && session.pointee.isBetweenPackets {
        break
      }
    }
    DebuggerLine.giveBack()
    if unsafe freezesTime { Timekeeping.leaveOut(ticks: TimestampCounter.now &- start) }
    // Whoever ran before the stop did not keep the processor for as long as it lasted.
    unsafe Watchdog.rounds &+= 1
  }

  /// Tells the entries what to do when the guest goes on.
  static func publish(_ session: UnsafeMutablePointer<KernelSession>) {
    let addresses = unsafe session.pointee.debugRegisters.addresses
    for index in 0..<4 { DebuggerState.setAddress(index, addresses[index]) }
    DebuggerState.setControl(unsafe session.pointee.debugRegisters.control)
    // What a condition takes is left out of time that stands only by who stops for it.
    DebuggerState.setMayPass(unsafe session.pointee.mayPass && !freezesTime)
    DebuggerState.setBreakpointCount(unsafe session.pointee.breakpoints.count)
  }
}

/// Where the entries call first at a breakpoint; `Sources/Kernel/Boot/debugger.S`.
@c(kernel_debugger_pass)
func debuggerPass() -> UInt64 {
  let place = unsafe Debugger.session?.pointee.pass() ?? 0
  // Whoever evaluates conditions is not held up by the service.
  if place != 0 { unsafe Watchdog.rounds &+= 1 }
  return place
}

/// Where the entries of exceptions call; `Sources/Kernel/Boot/debugger.S`.
@c(kernel_debugger_trap)
func debuggerTrap() -> Bool { Debugger.take() }
