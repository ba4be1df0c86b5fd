extension Session {
  /// Makes the processor do what is next when the guest goes on.
  ///
  /// A step over an instruction that only waits is done at once.
  @inline(never)
  mutating func prepareToRun() {
    prepareDetours()
    breakpoints.suspend(isSteppingOver ? registers[.rip] : nil)
    let address = registers[.rip]
    isTrapping = false
    mustCleanFlags = false
    var flags = registers[.flags] & ~(Flag.trap | Flag.resume)
    // The instruction at which a breakpoint of the processor stopped is executed now.
    if address == resumeAddress, debugRegisters.executes(address) { flags |= Flag.resume }
    registers[.flags] = flags
    resumeAddress = address
    if isSteppingOver || isStepping { startStep(at: address) }
  }

  @inline(never)
  private mutating func startStep(at address: UInt64) {
    let count = target.read(address, into: scratch.part(0, 16))
    switch StepPlan(scratch.part(0, count)) {
    case .trap: isTrapping = true
    case .trapAndClean: (isTrapping, mustCleanFlags) = (true, true)
    case .skip(let byteCount):
      registers[.rip] = address &+ byteCount
      resumeAddress = 0
      finishStep()
    case .runOver(let byteCount):
      stepEnd = address &+ byteCount
      if breakpoints.insert(stepEnd, .step) == nil { (stepEnd, isTrapping) = (0, true) }
      // The handler of an interrupt may execute the same repeated instruction.
      if scratch[0] != 0xcd { heldFlags = registers[.flags] & Flag.interrupts }
      registers[.flags] &= ~heldFlags
    }
    if isTrapping { registers[.flags] |= Flag.trap }
  }

  /// Goes on after an instruction: with the next one, at full speed, or not at all.
  @inline(never)
  mutating func finishStep() {
    isSteppingOver = false
    let address = registers[.rip]
    if isStepping, address < rangeStart || address >= rangeEnd {
      isFresh = true
      halt(.step)
    } else {
      prepareToRun()
    }
  }

  /// Bits of the flags.
  enum Flag {
    static var trap: UInt64 { 1 << 8 }
    static var interrupts: UInt64 { 1 << 9 }
    static var resume: UInt64 { 1 << 16 }
  }
}
