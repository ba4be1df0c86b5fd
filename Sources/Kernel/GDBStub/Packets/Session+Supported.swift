internal import Telemetry

extension Session {
  /// Begins a debugger's session: says what the stub can do, and forgets what another one wanted.
  @inline(never)
  mutating func negotiate() {
    forgetDebugger()
    isAttached = true
    reply.begin()
    reply.write("PacketSize=")
    reply.write(number: UInt64(Self.packetByteCount))
    reply.write(";QStartNoAckMode+;qXfer:features:read+;qXfer:memory-map:read+")
    reply.write(";qXfer:threads:read+;swbreak+;hwbreak+;vContSupported+;ConditionalBreakpoints+")
    reply.write(";BreakpointCommands+")
    send()
  }

  /// Takes away what a debugger left in the guest.
  @inline(never)
  mutating func forgetDebugger() {
    breakpoints.removeAll(.debugger)
    breakpoints.removeAll(.step)
    debugRegisters.removeAll()
    conditions.removeAll()
    owesStop = false
    resumption = .run
    isSteppingOver = false
    isTrapping = false
    selected = nil
  }

  /// Lets the guest go on without a debugger.
  @inline(never)
  mutating func detach() {
    forgetDebugger()
    answer("OK")
    isAttached = false
    isHalted = false
    // The next debugger may begin with anything.
    isAcknowledging = true
    prepareToRun()
  }
}
