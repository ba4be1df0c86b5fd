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
    unsafe converse(session, mayHalt: vector != 2 && !isOnInterruptStack(registers[.rsp]))
    registers.gatherControls()
    unsafe publish(session)
    return unsafe !session.pointee.takePassedSignal(for: vector)
  }

  /// Exchanges bytes with the debugger for as long as the guest has to stand still.
  ///
  /// The port interrupts by its first byte while the guest runs, and ends waiting by the first few
  /// while it stands still: asking again and again would keep the host from its work.
  ///
  /// - Parameters:
  ///   - session: The session.
  ///   - mayHalt: Whether the port can interrupt: not before the end of another interrupt of its
  ///     kind.
  static func converse(_ session: UnsafeMutablePointer<KernelSession>, mayHalt: Bool) {
    DebuggerLine.take()
    let start = TimestampCounter.now
    var reader = DebuggerLine.reader
    while true {
      if let byte = reader.read() {
        unsafe session.pointee.receive(byte)
        continue
      }
      let isBetweenPackets = unsafe session.pointee.isBetweenPackets
      if isBetweenPackets, unsafe !session.pointee.isHalted { break }
      DebuggerLine.wait(forPacket: isBetweenPackets, mayHalt: mayHalt)
    }
    DebuggerLine.giveBack()
    if unsafe freezesTime { Timekeeping.leaveOut(ticks: TimestampCounter.now &- start) }
    // Whoever ran before the stop did not keep the processor for as long as it lasted.
    unsafe Watchdog.rounds &+= 1
  }

  /// Whether a handler of the non-maskable interrupt has been stopped, as its stack tells.
  private static func isOnInterruptStack(_ stack: UInt64) -> Bool {
    stack > address_of_interrupt_stack_guard() && stack <= address_of_interrupt_stack_end()
  }

  /// Tells the entries what to do when the guest goes on.
  static func publish(_ session: UnsafeMutablePointer<KernelSession>) {
    let addresses = unsafe session.pointee.debugRegisters.addresses
    for index in 0..<4 { DebuggerState.setAddress(index, addresses[index]) }
    DebuggerState.setControl(unsafe session.pointee.debugRegisters.control)
    DebuggerState.setMayPass(unsafe session.pointee.mayPass)
    DebuggerState.setBreakpointCount(unsafe session.pointee.breakpoints.count)
  }
}

/// Where the entries call first at a breakpoint; `Boot/debugger.S`.
@c(kernel_debugger_pass)
func debuggerPass() -> UInt64 { unsafe Debugger.session?.pointee.pass() ?? 0 }

/// Where the entries of exceptions call; `Boot/debugger.S`.
@c(kernel_debugger_trap)
func debuggerTrap() -> Bool { Debugger.take() }
