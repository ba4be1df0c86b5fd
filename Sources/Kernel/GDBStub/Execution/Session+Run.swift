extension Session {
  /// A step that is yet to be taken: `resumeAddress`, `stepEnd`, and as they are called there.
  typealias InterruptedStep = (
    address: UInt64, stack: UInt64, end: UInt64, isSteppingOver: Bool, mustCleanFlags: Bool
  )

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
    resumeStack = registers[.rsp]
    if isSteppingOver || isStepping { startStep(at: address) }
  }

  @inline(never)
  private mutating func startStep(at address: UInt64) {
    let count = target.read(address, into: scratch.part(0, 16))
    var end: UInt64 = 0
    switch StepPlan(scratch.part(0, count)) {
    case .trap: break
    case .trapAndClean: mustCleanFlags = true
    case .skip(let byteCount):
      registers[.rip] = address &+ byteCount
      resumeAddress = 0
      return finishStep()
    case .runOver(let byteCount):
      end = address &+ byteCount
      // The handler of an interrupt may execute the same repeated instruction.
      if scratch[0] != 0xcd { heldFlags = registers[.flags] & Flag.interrupts }
      registers[.flags] &= ~heldFlags
    case .systemCall: end = target.systemCallEntry
    }
    if canPlant(end), breakpoints.insert(end, .step) != nil {
      stepEnd = end
    } else {
      isTrapping = true
      registers[.flags] |= Flag.trap
    }
  }

  /// Goes on after an instruction: with the next one, at full speed, or not at all.
  @inline(never)
  mutating func finishStep() {
    if let step = interrupted { return goBack(to: step) }
    isSteppingOver = false
    let address = registers[.rip]
    if isStepping, address < rangeStart || address >= rangeEnd {
      isFresh = true
      halt(.step)
    } else {
      prepareToRun()
    }
  }

  /// Goes on in a handler, at whose end a step is taken that was begun before.
  private mutating func goBack(to step: InterruptedStep) {
    interrupted = nil
    isSteppingOver = step.isSteppingOver
    // Behind the handler's last instruction it begins anew; a handler may call the same function.
    if registers[.rip] == step.address, registers[.rsp] == step.stack { return prepareToRun() }
    (resumeAddress, resumeStack) = (step.address, step.stack)
    mustCleanFlags = step.mustCleanFlags
    breakpoints.suspend(isSteppingOver ? step.address : nil)
    // The trap flag is in what the interrupt has saved.
    isTrapping = step.end == 0
    stepEnd = step.end
    if !isTrapping { _ = breakpoints.insert(stepEnd, .step) }
  }

  /// Bits of the flags.
  enum Flag {
    static var trap: UInt64 { 1 << 8 }
    static var interrupts: UInt64 { 1 << 9 }
    static var resume: UInt64 { 1 << 16 }
  }
}
