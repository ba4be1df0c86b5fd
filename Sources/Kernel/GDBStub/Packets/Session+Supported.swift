internal import Telemetry

extension Session {
  /// Begins a debugger's session: says what the stub can do, and forgets what another one wanted.
  @inline(never)
  mutating func negotiate() -> Answer {
    forgetDebugger()
    isAttached = true
    // The size of packets is `packetByteCount`.
    return say(
      """
      PacketSize=2000;QStartNoAckMode+;qXfer:features:read+;qXfer:memory-map:read+;\
      qXfer:threads:read+;swbreak+;hwbreak+;vContSupported+;ConditionalBreakpoints+;\
      BreakpointCommands+;binary-upload+
      """)
  }

  /// Takes away what a debugger left in the guest.
  @inline(never)
  mutating func forgetDebugger() {
    breakpoints.removeAll(.debugger)
    breakpoints.removeAll(.step)
    debugRegisters.removeAll()
    conditions.removeAll()
    owesStop = false
    isStepping = false
    isSteppingOver = false
    isTrapping = false
    isFresh = false
    listsThreads = false
    selectedThread = 0
    forgetTasks()
  }

  /// Lets the guest go on without a debugger; one that has failed goes to its end.
  @inline(never)
  mutating func detach() -> Answer {
    forgetDebugger()
    if stop.isFailure { waitsForPanic = false }
    isAttached = false
    isHalted = false
    // The next debugger may begin with anything.
    isAcknowledging = true
    prepareToRun()
    return .done
  }
}
