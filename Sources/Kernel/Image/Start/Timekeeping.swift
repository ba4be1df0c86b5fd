internal import Boot
internal import Core
internal import CPU
internal import Drivers
internal import Hardware
internal import Time

/// Finds out how ticks of the time-stamp counter become time, from the best source there is.
///
/// Where nobody names the rate it is measured, for as long as the rest of the start-up takes. The
/// measurement is improved whenever the guest is awake anyway, as both counters run on.
enum Timekeeping {
  /// Takes the interrupt controller and starts to measure; other work goes on meanwhile.
  static func begin() {
    let timing = ProcessorTiming(Identification())
    var ports = IOPorts()
    PIT.stopInterrupts(&ports)
    var controller = ProcessorAPIC(
      timerVector: Vector.timer, spuriousVector: InterruptTable.spuriousVector)
    if timing.paravirtualClock == nil, !timing.namesRate { startReference() }
    controller.startCounting()
    unsafe timerStart = TimestampCounter.now
    unsafe first = sample()
    unsafe localAPIC = controller
    unsafe self.timing = timing
  }

  /// Ends the first measurement and sets the clock; waits until a millisecond has passed, unless
  /// everything is known.
  static func finish() {
    guard let timing = unsafe timing else { panic("the clock is not being measured") }
    let known = startParavirtualClock(timing) ?? (timing.namesRate ? timing.timestampRate : nil)
    let rate = known ?? measure(timing)
    unsafe source = rate.source
    unsafe clock =
      steering?.clock(startingAt: boot_timestamp)
      ?? TimestampClock(startingAt: boot_timestamp, ticksPerSecond: rate.ticksPerSecond)
    setTimerRate(timing, ticksPerSecond: rate.ticksPerSecond)
    unsafe localAPIC?.stopTimer()
    scheduleCorrection()
  }

  /// Writes into the log what the clock goes by, and whether its ticks may change their rate.
  static func report() {
    let name = unsafe source.name
    let doubt: StaticString = isInvariant ? "" : ", which nobody calls invariant"
    log(.info, "clock by \(name), ticks by the processor\(doubt)", module: "time")
  }

  /// What the clock goes by.
  private(set) nonisolated(unsafe) static var source = ClockSource.pit

  /// Whether the processor promises that the time-stamp counter always has the same rate.
  static var isInvariant: Bool { unsafe timing?.isInvariant ?? false }

  /// Register that takes the address of the hypervisor's wall clock, and by how many nanoseconds
  /// the hypervisor's clock is ahead of ours; nil if the clock goes by something else.
  static var paravirtualWallClock: (register: UInt32, lead: Int64)? {
    guard let registers = unsafe timing?.paravirtualClock, let sample = sample(),
      unsafe paravirtual != nil
    else { return nil }
    let lead = unsafe Int64(bitPattern: sample.reference &- clock.nanoseconds(at: sample.tick))
    return (registers.wallClock, lead)
  }

  /// Corrects the clock, if the measurement has become much longer since the last time.
  ///
  /// - Parameter readUntil: Last tick at which the clock may have been read; nil is the present.
  @inline(__always)
  static func correctIfDue(readUntil: UInt64? = nil) {
    let tick = TimestampCounter.now
    if unsafe tick >= nextCorrection { correct(readUntil: readUntil ?? tick) }
  }

  /// Has the clock show the same time as so many ticks ago; for the debugger, which let them pass.
  static func leaveOut(ticks: UInt64) {
    let before = sharedCurrentNanoseconds()
    unsafe clock.leaveOut(ticks: ticks)
    let skipped = before &- sharedCurrentNanoseconds()
    unsafe steering?.leaveOut(nanoseconds: skipped)
  }

  /// How far into the future the clock can be trusted now, in nanoseconds.
  static var horizon: UInt64 { unsafe steering?.horizon ?? .max }

  // MARK: First measurement

  /// Lets a counter of known rate run.
  private static func startReference() {
    // Safe: the first 4 GiB are mapped onto themselves; nothing else is at this address of a PC.
    let registers = unsafe MappedRegisters(
      unsafeBase: VirtualAddress(rawValue: 0xfed0_0000), byteCount: 0x400)
    if let counter = HPETCounter(registers) {
      unsafe hpet = consume counter
    } else {
      unsafe pit = PITCounter(IOPorts())
    }
  }

  /// The rate by the counter that runs; waits until it has run for a millisecond.
  private static func measure(_ timing: ProcessorTiming) -> ProcessorTiming.Rate {
    if let rate = measureByCounter(timing) { return rate }
    let timerRate = timing.timerFrequency / ProcessorAPIC.timerDivider
    if timerRate > 0, let rate = measureByTimer(ticksPerSecond: timerRate) {
      return ProcessorTiming.Rate(ticksPerSecond: rate, source: .apic)
    }
    guard let rate = timing.timestampRate else { panic("nothing here tells the time") }
    return rate
  }

  private static func measureByCounter(_ timing: ProcessorTiming) -> ProcessorTiming.Rate? {
    if unsafe first == nil {
      // The hypervisor's clock was expected, and does not run.
      startReference()
      unsafe first = sample()
    }
    guard waitForCounter(), let first = unsafe first, let second = sample() else { return nil }
    unsafe steering = ClockSteering(
      from: first, to: second, referencePerSecond: hpet?.ticksPerSecond ?? pitRate,
      period: hpet?.period ?? pit?.period ?? 0, isInvariant: timing.isInvariant)
    guard let rate = unsafe steering?.ticksPerSecond else { return nil }
    return unsafe ProcessorTiming.Rate(ticksPerSecond: rate, source: hpet != nil ? .hpet : .pit)
  }

  /// Waits until the counter has run for a millisecond.
  ///
  /// - Returns: False if it stands still.
  private static func waitForCounter() -> Bool {
    if unsafe pit != nil { return unsafe pit?.settle(ticks: pitRate / 1000) ?? false }
    guard var counter = unsafe hpet.take(), let start = unsafe first?.reference else {
      return false
    }
    var looks = 0
    let least = counter.ticksPerSecond / 1000
    // A look takes some hundred nanoseconds at least; a counter that stands still is none.
    while counter.ticks() &- start < least, looks < 1_000_000 { looks += 1 }
    unsafe hpet = consume counter
    return looks < 1_000_000
  }

  /// The rate by the timer of the interrupt controller, which has counted since the start.
  private static func measureByTimer(ticksPerSecond: UInt64) -> UInt64? {
    while unsafe localAPIC?.countedTicks ?? .max < ticksPerSecond / 1000 {}
    let counted = unsafe localAPIC?.countedTicks ?? 0
    return unsafe RateMeasurement(
      tick: timerStart, reference: 0, referencePerSecond: ticksPerSecond
    ).ticksPerSecond(tick: TimestampCounter.now, reference: counted)
  }

  /// Sets the rate of the one-shot timer: known, or measured since the start.
  private static func setTimerRate(_ timing: ProcessorTiming, ticksPerSecond: UInt64) {
    unsafe OneShotTimer.isExact = timing.timerFrequency > 0
    guard timing.timerFrequency == 0 else {
      unsafe OneShotTimer.ticksPerSecond = timing.timerFrequency / ProcessorAPIC.timerDivider
      return
    }
    while unsafe TimestampCounter.now &- timerStart < ticksPerSecond / 1000 {}
    let counted = unsafe localAPIC?.countedTicks ?? 0
    let measurement = unsafe RateMeasurement(
      tick: 0, reference: timerStart, referencePerSecond: ticksPerSecond)
    guard let rate = measurement.ticksPerSecond(tick: counted, reference: TimestampCounter.now)
    else { panic("the timer of this machine does not run") }
    unsafe OneShotTimer.ticksPerSecond = rate
  }

  // MARK: The hypervisor's clock

  /// Lets the hypervisor tell the time.
  ///
  /// - Returns: Nil if it does not.
  private static func startParavirtualClock(_ timing: ProcessorTiming) -> ProcessorTiming.Rate? {
    guard let registers = timing.paravirtualClock else { return nil }
    let byteCount = ParavirtualClock<MappedRegisters>.byteCount
    let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    let address = UInt64(UInt(bitPattern: memory))
    // Safe: the memory is never freed, and mapped where it is.
    let bank = unsafe MappedRegisters(
      unsafeBase: VirtualAddress(rawValue: address), byteCount: byteCount)
    HypervisorClock.start(register: registers.systemTime, address: address)
    unsafe paravirtual = ParavirtualClock(bank)
    guard let time = unsafe paravirtual?.parameters(), let sample = sample() else {
      unsafe paravirtual = nil
      return nil
    }
    unsafe steering = ClockSteering(at: sample, ticksPerSecond: time.ticksPerSecond)
    return ProcessorTiming.Rate(ticksPerSecond: time.ticksPerSecond, source: .paravirtual)
  }

  // MARK: Corrections

  @inline(never)
  private static func correct(readUntil: UInt64) {
    guard let sample = sample() else { return }
    unsafe steering?.correct(&clock, by: sample, readUntil: readUntil)
    scheduleCorrection()
  }

  private static func scheduleCorrection() {
    unsafe nextCorrection = steering?.nextCorrection ?? .max
  }

  /// Reads the reference together with the time-stamp counter; nil if there is none.
  @inline(never)
  private static func sample() -> ReferenceSample? {
    if let time = unsafe paravirtual?.parameters() {
      let tick = TimestampCounter.now
      return ReferenceSample(tick: tick, reference: time.nanoseconds(at: tick))
    }
    if var counter = unsafe hpet.take() {
      let sample = ReferenceSample(reading: &counter) { TimestampCounter.now }
      unsafe hpet = consume counter
      return sample
    }
    guard var counter = unsafe pit.take() else { return nil }
    let sample = ReferenceSample(reading: &counter) { TimestampCounter.now }
    unsafe pit = consume counter
    return sample
  }

  private typealias PIT = PITCounter<IOPorts>

  /// Ticks of the interval timer in a second.
  private static var pitRate: UInt64 { 1_193_182 }

  // Safe, all of these: one core, and no interrupt handler tells the time.
  nonisolated(unsafe) private static var timing: ProcessorTiming?
  nonisolated(unsafe) private static var hpet: HPETCounter<MappedRegisters>?
  nonisolated(unsafe) private static var pit: PIT?
  nonisolated(unsafe) private static var paravirtual: ParavirtualClock<MappedRegisters>?
  nonisolated(unsafe) private static var steering: ClockSteering?
  /// The counters at the start of the first measurement.
  nonisolated(unsafe) private static var first: ReferenceSample?
  /// Time-stamp counter when the timer of the interrupt controller began to count.
  nonisolated(unsafe) private static var timerStart: UInt64 = 0
  /// Value of the time-stamp counter from which on the clock is due to be corrected.
  nonisolated(unsafe) private static var nextCorrection: UInt64 = .max
}
