extension Session {
  /// What a stop of the guest is for the stub.
  public enum Verdict: Sendable {
    /// The guest stands still or goes on, as `isHalted` says.
    case taken
    /// It is nothing of the stub's.
    case passed
  }

  /// Takes a stop of the guest, whose registers have been put in place.
  @inline(never)
  public mutating func take(_ trap: Trap) -> Verdict {
    let (wasTrapping, end) = (isTrapping, stepEnd)
    if trap.vector == 1, !wasTrapping, debugRegisters.hit(trap.status) == nil {
      // A trap flag that an interrupt saved while a step was taken, restored later.
      registers[.flags] &= ~Flag.trap
      return .taken
    }
    cleanUp()
    switch trap.vector {
    case 1:
      if wasTrapping { cleanPushedFlags() }
      takeDebugException(trap.status)
      return .taken
    case 3: return takeBreakpoint(end, wasTrapping)
    default:
      guard isAttached || waitsForPanic else { return .passed }
      halt(Stop(exception: trap.vector))
      return .taken
    }
  }

  /// Stops where the kernel gives up, if a debugger is there or is waited for.
  public mutating func watchForPanics(at address: UInt64) {
    _ = breakpoints.insert(address, .panic)
  }

  /// Whether the signal with which the guest goes on is that of the exception that stopped it: the
  /// kernel is to handle it, and gives up then without another stop.
  public mutating func takePassedSignal(for vector: UInt8) -> Bool {
    defer { passedSignal = 0 }
    guard passedSignal != 0, passedSignal == Stop(exception: vector).signal else { return false }
    breakpoints.removeAll(.panic)
    return true
  }

  /// Undoes what was done for the instruction that the guest executed.
  @inline(never)
  mutating func cleanUp() {
    if stepEnd != 0 { breakpoints.removeAll(.step) }
    stepEnd = 0
    breakpoints.suspend(nil)
    isTrapping = false
    registers[.flags] = registers[.flags] & ~(Flag.trap | Flag.resume) | heldFlags
    heldFlags = 0
  }

  /// Takes the trap flag from what an instruction has pushed, if it was executed: a watchpoint may
  /// have been met in the handler of an interrupt that came before.
  private mutating func cleanPushedFlags() {
    // The flag is in the second byte of the flags.
    let flags = registers[.rsp] &+ 1
    guard mustCleanFlags, registers[.rip] &- resumeAddress &- 1 < 15, let high = readByte(flags)
    else { return }
    byte[0] = high & 0xfe
    _ = target.write(byte, to: flags)
  }

  @inline(never)
  private mutating func takeDebugException(_ status: UInt64) {
    guard let hit = debugRegisters.hit(status) else { return finishStep() }
    isSteppingOver = false
    let cause: Stop.Cause =
      switch hit.access {
      case .execute: .hardwareBreakpoint
      case .write: .write(hit.address)
      case .readOrWrite: .access(hit.address)
      }
    resumeAddress = registers[.rip]
    halt(Stop(signal: 5, cause: cause))
  }

  @inline(never)
  private mutating func takeBreakpoint(_ stepEnd: UInt64, _ wasTrapping: Bool) -> Verdict {
    let after = registers[.rip]
    let address = after &- 1
    registers[.rip] = address
    // Whatever lies there is met when the guest goes on.
    if stepEnd == address {
      finishStep()
      return .taken
    }
    if let index = breakpoints.find(address, .debugger) {
      if mustStop(index) {
        isSteppingOver = false
        halt(Stop(signal: 5, cause: .softwareBreakpoint))
      } else {
        // The step is yet to be taken: this is the handler of an interrupt that came before.
        if wasTrapping || stepEnd != 0, address != resumeAddress {
          interrupted = (resumeAddress, resumeStack, stepEnd, isSteppingOver, mustCleanFlags)
        }
        goOver()
      }
      return .taken
    }
    if breakpoints.find(address, .panic) != nil {
      if isAttached || waitsForPanic { halt(.panic) } else { goOver() }
      return .taken
    }
    if let isWaiting = ownBreakpointWaits {
      ownBreakpointWaits = nil
      registers[.rip] = after
      // A debugger may have come a moment before, and gone on from where it found the guest.
      if isAttached { finishStep() } else if isWaiting { halt(Stop(signal: 5)) }
      return .taken
    }
    // One that was hit, and taken away before this was heard of: a non-maskable interrupt came
    // first.
    if let byte = readByte(address), byte != 0xcc {
      prepareToRun()
      return .taken
    }
    guard isAttached else {
      registers[.rip] = after
      return .passed
    }
    // One that the program itself has: gdb goes over it.
    halt(Stop(signal: 5, cause: .softwareBreakpoint))
    return .taken
  }

  /// Goes on as before behind a breakpoint at which nothing is to happen.
  private mutating func goOver() {
    isSteppingOver = true
    prepareToRun()
  }

  /// Whether gdb hears of a breakpoint that was hit: one of its conditions is true, or it has none,
  /// and it has no commands, which are followed instead.
  private mutating func mustStop(_ index: Int) -> Bool {
    guard evaluate(index, commands: false) ?? true else { return false }
    return evaluate(index, commands: true) == nil
  }

  /// Evaluates a breakpoint's conditions, as far as the first that is true, or all of its commands.
  ///
  /// - Returns: Whether the last of them is true; nil if there is none.
  @inline(never)
  mutating func evaluate(_ index: Int, commands: Bool) -> Bool? {
    var (place, result): (Int, Bool?) = (0, nil)
    while let code = conditions.next(of: index, isCommand: commands, &place) {
      result = isTrue(code)
      if result == true, !commands { break }
    }
    return result
  }
}
