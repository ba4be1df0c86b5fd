internal import Boot
internal import CInstructions
internal import Core
internal import CPU
internal import Drivers
internal import Sampler
internal import Synchronization
internal import Telemetry

/// The sampler at work: its timer, what it was told, and where its samples go.
struct Sampling: ~Copyable {
  /// Takes the samples.
  let taker: SampleTaker<KernelStacks>
  private var alarm = PITAlarm(IOPorts())
  private var clock = SampleClock(
    rate: 1, jitter: 0, seed: 0, ticksPerSecond: PITAlarm<IOPorts>.ticksPerSecond)
  /// What the timer's next interrupt means.
  private var alarmState = AlarmState.off
  /// What is left of an interval that is longer than the timer can be set to, in its ticks.
  private var rest: UInt32 = 0
  /// When the timer ran out the last time, and when the handler was done.
  private var lastTick: UInt64 = 0
  private var lastEnd: UInt64 = 0
  /// When the rate was looked at the last time, and how often the timer had run out by then.
  private var (checkTick, checkCount): (UInt64, UInt64) = (0, 0)
  /// Where the host's commands come from; nil if the machine has no such port.
  private var port = UART16550(IOPorts(), base: 0x3e8)
  private var reader = SamplerCommandReader()
  /// Which blocks of memory are sampled.
  var allocations: AllocationSampling
  /// Which waits of the run loop are told.
  private var waits = LengthBudget(seed: 1)
  /// How many ticks of waiting lie between two that are told, on average.
  private var waitPeriod: UInt64 = 0
  /// Whether the timer interrupts by what cannot be masked, or did so when it was stopped.
  private(set) var isNonMaskable = false
  /// Whether somebody else takes non-maskable interrupts, too.
  let sharesNonMaskable: Bool
  /// Address of the local APIC's register that ends an interrupt; 0 if it is not in memory.
  ///
  /// Kept, as the way by the driver takes as long as a tenth of the handler.
  ///
  /// Source: Intel SDM volume 3, section 11.4.1, table 11-1; section 11.4.4 for the address.
  private let endRegister: UInt

  /// Makes a sampler that is stopped.
  ///
  /// - Parameters:
  ///   - ring: Where samples go.
  ///   - late: Where those go that come while another is being written.
  ///   - blocks: The table of blocks.
  ///   - sharesNonMaskable: Whether somebody else takes non-maskable interrupts, too.
  init(
    _ ring: SampleRing, late: LateSamples, blocks: TrackedBlocks, sharesNonMaskable: Bool
  ) {
    allocations = AllocationSampling(blocks)
    taker = SampleTaker(
      ring: ring, late: late, memory: KernelStacks(),
      handlerReturn: UInt32(truncatingIfNeeded: interrupt_return_address))
    self.sharesNonMaskable = sharesNonMaskable
    let base = cpu_read_msr(0x1b)
    // Bit 10: its registers are no memory.
    endRegister = base & 0x400 == 0 ? UInt(base & 0xf_ffff_f000) &+ 0xb0 : 0
    port?.enableReceiveInterrupt()
  }

  /// Whether waits and spans are recorded.
  var recordsWaits: Bool {
    unsafe block.pointee.recordsWaits != 0 && block.pointee.mode != SamplingMode.off.rawValue
  }

  private var block: UnsafeMutablePointer<SamplerBlock> {
    @inline(__always) get { unsafe taker.ring.block }
  }

  // MARK: The handler

  /// Handles an interrupt; for both handlers, as it is long.
  ///
  /// - Parameters:
  ///   - frame: What was interrupted.
  ///   - sampling: The sampler.
  ///   - bits: Those of the context's byte that say how it came: none, or `nonMaskableBit`.
  /// - Returns: Whether it was one of the sampler's timer.
  @inline(never) @_optimize(speed)
  static func handle(
    _ frame: UnsafeMutablePointer<InterruptFrame>, _ sampling: UnsafeMutablePointer<Sampling>,
    bits: UInt8
  ) -> Bool {
    // Safe, all of them: interrupts are off, and nobody else touches what is changed while they
    // are on.
    let isOwn = unsafe sampling.pointee.fire(frame, bits: bits)
    // Looks from time to time how ticks become time, as that is corrected.
    if unsafe sampling.pointee.block.pointee.fired & 63 == 0 {
      unsafe sampling.pointee.checkTime()
    }
    if bits == 0 { unsafe sampling.pointee.endInterrupt() }
    return isOwn
  }

  /// Ends the interrupt.
  @inline(__always)
  private func endInterrupt() {
    // Safe: a register of the processor's own; a store in order with all others.
    if let register = unsafe UnsafeMutablePointer<UInt32>(bitPattern: endRegister) {
      unsafe register.pointee = 0
    } else {
      unsafe localAPIC?.endInterrupt()
    }
  }

  /// Takes a sample, if one is due.
  ///
  /// - Parameters:
  ///   - frame: What was interrupted.
  ///   - bits: More bits of the context's byte.
  /// - Returns: Whether the timer was set.
  @inline(__always)
  private mutating func fire(
    _ frame: UnsafeMutablePointer<InterruptFrame>, bits: UInt8
  ) -> Bool {
    let begin = TimestampCounter.now
    // Safe, all uses of the block and the frame: the image reserves the one for the sampler, and
    // the entry code has the other on the stack.
    guard alarmState == .due, taker.ring.isFree else {
      return unsafe handleRarely(frame, bits: bits, begin)
    }
    unsafe block.pointee.fired &+= 1
    let isIdle = unsafe Halt.precedes(frame)
    let place = unsafe taker.takeProcessor(
      InterruptedCode(frame), isIdle: isIdle, bits: bits, tick: begin, interval: begin &- lastTick)
    if unsafe block.pointee.stackByteCount != 0 { unsafe Self.addRaw(taker, to: place, frame) }
    if isIdle { unsafe goOnHalting(frame) }
    lastTick = begin
    let end = TimestampCounter.now
    unsafe taker.finish(place, cost: end &- begin)
    // Last, so that the rest of the guest has all of the interval, however short it is.
    arm(isHurried: begin &- lastEnd < end &- begin)
    lastEnd = end
    return true
  }

  /// Counts that the processor was halted, and lets it halt again.
  @inline(never)
  private func goOnHalting(_ frame: UnsafeMutablePointer<InterruptFrame>) {
    unsafe block.pointee.idle &+= 1
    unsafe Halt.restore(frame)
  }

  /// Adds what was in the registers, and the stack, to a sample.
  @inline(never)
  private static func addRaw(
    _ taker: SampleTaker<KernelStacks>, to place: UnsafeMutableRawPointer,
    _ frame: UnsafeMutablePointer<InterruptFrame>
  ) {
    let frame = unsafe frame.pointee
    let registers: [17 of UInt64] = [
      frame.rax, frame.rdx, frame.rcx, frame.rbx, frame.rsi, frame.rdi, frame.rbp, frame.rsp,
      frame.r8, frame.r9, frame.r10, frame.r11, frame.r12, frame.r13, frame.r14, frame.r15,
      frame.rip,
    ]
    unsafe taker.addRaw(
      to: place, registers: registers, stackPointer: UInt(frame.rsp),
      byteCount: Int(taker.ring.block.pointee.stackByteCount))
  }

  /// Handles an interrupt that is not for a sample.
  ///
  /// - Returns: Whether the timer was set.
  @inline(never)
  private mutating func handleRarely(
    _ frame: UnsafeMutablePointer<InterruptFrame>, bits: UInt8, _ begin: UInt64
  ) -> Bool {
    switch alarmState {
    case .off: return false
    case .due:
      unsafe takeLate(frame, bits: bits, begin)
      arm(isHurried: false)
    case .partial: goOn()
    case .stopped:
      alarmState = .off
      unsafe block.pointee.fired &+= 1
      unsafe block.pointee.droppedStopped &+= 1
    }
    return true
  }

  /// Takes a sample while something is told.
  private mutating func takeLate(
    _ frame: UnsafeMutablePointer<InterruptFrame>, bits: UInt8, _ begin: UInt64
  ) {
    unsafe block.pointee.fired &+= 1
    if let place = unsafe taker.takeLate(
      InterruptedCode(frame), bits: bits, tick: begin, interval: begin &- lastTick)
    {
      if unsafe block.pointee.stackByteCount != 0 { unsafe Self.addRaw(taker, to: place, frame) }
      unsafe taker.finishLate(place, cost: TimestampCounter.now &- begin)
    } else {
      unsafe block.pointee.droppedBusy &+= 1
    }
    lastTick = begin
  }

  /// Sets the timer for the next sample.
  ///
  /// - Parameter isHurried: Whether less time passed since the last one than taking this one took.
  @inline(__always)
  private mutating func arm(isHurried: Bool) {
    var ticks = clock.next()
    if isHurried {
      ticks &*= 2
      unsafe block.pointee.throttled &+= 1
    }
    guard ticks > PITAlarm<IOPorts>.longest else {
      alarm.set(ticks: ticks)
      return
    }
    rest = ticks
    goOn()
  }

  /// Sets the timer for a part of a long interval.
  @inline(never)
  private mutating func goOn() {
    let step = min(rest, PITAlarm<IOPorts>.longest)
    rest &-= step
    alarmState = rest == 0 ? .due : .partial
    alarm.set(ticks: step)
  }

  // MARK: Commands

  /// Follows settings; interrupts are off.
  @inline(never)
  mutating func apply(_ wanted: SamplingSettings) {
    let settings = wanted.clamped
    let now = TimestampCounter.now
    var controller = IOAPIC()
    controller.mask(PITAlarm<IOPorts>.input)
    unsafe block.pointee.stopTick = now
    unsafe block.pointee.mode = SamplingMode.off.rawValue
    // An interrupt that is under way already comes, and is known as one of the sampler's own.
    if alarmState != .off { alarmState = .stopped }
    unsafe block.pointee.rate = settings.rate
    unsafe block.pointee.jitter = settings.jitter
    unsafe block.pointee.depth = settings.depth
    unsafe block.pointee.seed = settings.seed
    unsafe block.pointee.stackByteCount = settings.stackByteCount
    unsafe block.pointee.allocationPeriod =
      settings.mode == .off ? 0 : settings.allocationPeriod
    unsafe block.pointee.recordsWaits = settings.recordsWaits ? 1 : 0
    // After the period, which what allocates reads when it finds this.
    allocations.forget()
    waits = LengthBudget(seed: settings.seed)
    publishClock()
    guard settings.mode != .off else { return }
    clock = SampleClock(
      rate: settings.rate, jitter: settings.jitter, seed: settings.seed,
      ticksPerSecond: PITAlarm<IOPorts>.ticksPerSecond)
    unsafe block.pointee.startTick = now
    lastTick = now
    lastEnd = now
    (checkTick, checkCount) = unsafe (now, block.pointee.fired)
    // The alarm is quiet now, whatever it was set to.
    alarm = PITAlarm(IOPorts())
    let processor = unsafe localAPIC?.identifier ?? 0
    let vector = settings.mode == .timer ? Vector.sampler : nil
    unsafe block.pointee.mode = settings.mode.rawValue
    controller.routeEdges(of: PITAlarm<IOPorts>.input, to: vector, processor: processor)
    // Not before: one that was under way when the timer was stopped has come by now.
    isNonMaskable = settings.mode == .nonMaskable
    alarmState = .due
    arm(isHurried: false)
  }

  /// Reads what the host has sent; for the handler, and interrupts are off.
  @inline(never)
  mutating func followCommands() {
    while let byte = port?.read() {
      guard let command = reader.take(byte) else { continue }
      apply(command.settings)
      // Last, as the host waits for it.
      unsafe block.pointee.command = command.number
    }
  }

  /// Tells of a wait of the run loop that an interrupt has ended, if it is one of those chosen.
  ///
  /// - Parameter frame: What was interrupted: the halt.
  @inline(never)
  mutating func tellOfWait(_ frame: UnsafeMutablePointer<InterruptFrame>) {
    let now = TimestampCounter.now
    let ticks = now &- UInt64(bitPattern: SamplerWord.waitTick.value)
    guard waits.take(ticks, mean: waitPeriod) else { return }
    // Safe: the entry code has the frame on the stack.
    _ = unsafe taker.tell(
      .wait, InterruptedCode(frame), tick: now,
      values: (UInt64(pendingEvents.load(ordering: .relaxed)), ticks, waitPeriod), valueCount: 3)
  }

  /// Looks, from time to time, how time goes.
  @inline(never)
  mutating func checkTime() {
    publishClock()
    let now = TimestampCounter.now
    let count = unsafe block.pointee.fired &- checkCount
    let rate = unsafe block.pointee.ticksPerSecond
    if rate > 0, count > 0 {
      let product = ((now &- checkTick) / count).multipliedFullWidth(
        by: PITAlarm<IOPorts>.ticksPerSecond << 16)
      // An interval of more than a day is none.
      if product.high < rate { clock.correct(measured: rate.dividingFullWidth(product).quotient) }
    }
    (checkTick, checkCount) = unsafe (now, block.pointee.fired)
  }

  /// Says how ticks become time, once that is known.
  @inline(never)
  mutating func publishClock() {
    // Safe: one core; whoever corrects the clock meanwhile leaves one value or the other.
    guard unsafe Kernel.clock.nanoseconds(at: TimestampCounter.now) > 0 else { return }
    let ticksPerSecond = unsafe Kernel.clock.ticks(inNanoseconds: 1_000_000_000)
    unsafe block.pointee.ticksPerSecond = ticksPerSecond
    // About as many waits as other samples at most, however busy the guest is.
    waitPeriod = unsafe ticksPerSecond / UInt64(max(block.pointee.rate, 1))
  }

  /// What the timer's next interrupt means.
  private enum AlarmState: UInt8 {
    /// It is not set.
    case off
    /// A sample is due.
    case due
    /// A part of a long interval has passed.
    case partial
    /// Nobody wants a sample any more.
    case stopped
  }
}

extension InterruptedCode {
  /// Takes what a sample needs of the registers.
  @inline(__always)
  fileprivate init(_ frame: UnsafeMutablePointer<InterruptFrame>) {
    // Safe: the entry code has the frame on the stack.
    unsafe self.init(
      instruction: frame.pointee.rip, framePointer: frame.pointee.rbp,
      stackPointer: frame.pointee.rsp, flags: frame.pointee.rflags)
  }
}
