extension Session {
  /// Makes the processor do what is next when the guest goes on.
  ///
  /// A step over an instruction that only waits is done at once.
  @inline(never)
  mutating func prepareToRun() {
    breakpoints.suspend(isSteppingOver ? registers[.rip] : nil)
    let address = registers[.rip]
    isTrapping = false
    mustCleanFlags = false
    var flags = registers[.flags] & ~(Flag.trap | Flag.resume)
    // The instruction at which a breakpoint of the processor stopped is executed now.
    if debugRegisters.executes(address), address == resumeAddress { flags |= Flag.resume }
    registers[.flags] = flags
    resumeAddress = address
    if isSteppingOver || resumption != .run { startStep(at: address) }
  }

  @inline(never)
  private mutating func startStep(at address: UInt64) {
    let count = target.read(address, into: scratch[0..<16])
    switch StepPlan(scratch[0..<count]) {
    case .trap: isTrapping = true
    case .trapAndClean: (isTrapping, mustCleanFlags) = (true, true)
    case .skip(let byteCount):
      registers[.rip] = address &+ byteCount
      resumeAddress = 0
      finishStep()
    case .runOver(let byteCount):
      let end = address &+ byteCount
      if breakpoints.insert(end, .step) != nil { stepEnd = end } else { isTrapping = true }
    }
    if isTrapping { registers[.flags] |= Flag.trap }
  }

  /// Goes on after an instruction: with the next one, at full speed, or not at all.
  @inline(never)
  mutating func finishStep() {
    isSteppingOver = false
    switch resumption {
    case .run: prepareToRun()
    case .step: halt(.step)
    case .range(let range):
      if range.contains(registers[.rip]) { prepareToRun() } else { halt(.step) }
    }
  }

  /// Bits of the flags.
  enum Flag {
    static var trap: UInt64 { 1 << 8 }
    static var resume: UInt64 { 1 << 16 }
  }
}
