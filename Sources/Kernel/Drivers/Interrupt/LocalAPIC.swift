public import Hardware

/// The processor's own interrupt controller, with its one-shot timer.
///
/// Its registers are a page of memory, or in its extended mode (x2APIC) registers of the processor,
/// at the same places divided by 16.
///
/// Source: Intel SDM volume 3, chapter 11; section 11.12 for the extended mode.
public struct LocalAPIC<Bank: Registers, Processor: ModelSpecificRegisters> {
  /// What the processor says of its controller.
  public struct Features: Equatable, Sendable {
    /// Whether it has the extended mode.
    public var hasExtendedMode: Bool
    /// Whether the timer takes a deadline in ticks of the time-stamp counter.
    public var hasDeadlineTimer: Bool

    /// Makes features from what is known of them.
    public init(hasExtendedMode: Bool, hasDeadlineTimer: Bool) {
      self.hasExtendedMode = hasExtendedMode
      self.hasDeadlineTimer = hasDeadlineTimer
    }
  }

  private var bank: Bank
  private var processor: Processor
  /// Whether the registers are those of the processor.
  public let isExtended: Bool
  /// Whether the timer takes a deadline in ticks of the time-stamp counter.
  public let hasDeadlineTimer: Bool
  /// What the timer does when it runs out: its vector and kind.
  private let timerMode: UInt32
  /// Whether the timer counts an eighth of its own clock, for a delay that is too long otherwise.
  private var countsSlowly = false

  /// Enables the controller, in its extended mode if it has one.
  ///
  /// - Parameters:
  ///   - processor: Registers of the processor.
  ///   - features: What the processor says of its controller.
  ///   - timerVector: Vector of the timer's interrupt.
  ///   - spuriousVector: Vector of interrupts that went away before they were taken.
  ///   - map: Gives the 1024 bytes of registers at an address; they are not touched in extended
  ///     mode.
  public init(
    _ processor: Processor, _ features: Features, timerVector: UInt8, spuriousVector: UInt8,
    map: (PhysicalAddress) -> Bank
  ) {
    self.processor = processor
    isExtended = features.hasExtendedMode
    hasDeadlineTimer = features.hasDeadlineTimer
    let base = processor.read(Number.base)
    bank = map(PhysicalAddress(rawValue: base & 0xf_ffff_f000))
    timerMode = (hasDeadlineTimer ? 1 << 18 : 0) | UInt32(timerVector)
    // Firmware may have entered the extended mode already; there is no direct way back from it.
    let mode: UInt64 = isExtended ? 0xc00 : 0x800
    self.processor.write(base | mode, to: Number.base)
    write(0, to: Offset.taskPriority)
    write(0x100 | UInt32(spuriousVector), to: Offset.spurious)
    // The legacy controller must not get through, nor performance counters or thermal events.
    write(Self.masked, to: Offset.line0)
    write(Self.masked, to: Offset.line1)
    write(Self.divideBy16, to: Offset.timerDivide)
    write(timerMode, to: Offset.timer)
    write(0, to: Offset.timerInitial)
  }

  /// Number of this processor's controller, to which interrupts are addressed.
  ///
  /// The first processor's is below 256, which is all that the other controllers can name.
  public var identifier: UInt8 {
    let value = read(Offset.identifier)
    return UInt8(truncatingIfNeeded: isExtended ? value : value >> 24)
  }

  /// Says that the handler of the present interrupt is done.
  @inline(__always)
  public mutating func endInterrupt() {
    write(0, to: Offset.endOfInterrupt)
  }

  /// Whether the processor has taken an interrupt whose end the controller waits for.
  public func isInService(_ vector: UInt8) -> Bool {
    read(Offset.inService + Int(vector) / 32 * 16) & 1 << UInt32(vector % 32) != 0
  }

  /// Interrupts the processor that this runs on.
  ///
  /// - Parameter vector: The interrupt's number, from 16.
  public mutating func interruptSelf(_ vector: UInt8) {
    write(0x4_0000 | UInt32(vector), to: Offset.command)
  }

  /// Starts the timer; it interrupts once.
  ///
  /// - Parameter ticks: Ticks of the timer's own clock until then, at least 1. Of more than 32 bits
  ///   the lowest three are ignored; more than 35 bits count as the largest number of so many.
  public mutating func startTimer(ticks: UInt64) {
    let isLong = ticks > UInt64(UInt32.max)
    if isLong != countsSlowly {
      write(isLong ? Self.divideBy128 : Self.divideBy16, to: Offset.timerDivide)
      countsSlowly = isLong
    }
    write(UInt32(clamping: isLong ? ticks >> 3 : max(ticks, 1)), to: Offset.timerInitial)
  }

  /// Starts the timer; it interrupts once.
  ///
  /// - Parameter deadline: Value of the time-stamp counter at which it does.
  public mutating func startTimer(deadline: UInt64) {
    processor.write(deadline, to: Number.deadline)
  }

  /// Stops the timer; it interrupts again the next time it is started.
  public mutating func stopTimer() {
    write(timerMode, to: Offset.timer)
    if hasDeadlineTimer {
      processor.write(0, to: Number.deadline)
    } else {
      write(0, to: Offset.timerInitial)
    }
  }

  /// Lets the timer count from its largest value, without interrupting, so that it can be measured.
  public mutating func startCounting() {
    write(Self.masked, to: Offset.timer)
    write(.max, to: Offset.timerInitial)
  }

  /// How far the timer has counted since `startCounting`.
  public var countedTicks: UInt64 { UInt64(UInt32.max - read(Offset.timerCurrent)) }

  /// By how much the timer divides its input to make its own clock.
  public static var timerDivider: UInt64 { 16 }

  // MARK: Registers

  @inline(never)
  private func read(_ offset: Int) -> UInt32 {
    isExtended
      ? UInt32(truncatingIfNeeded: processor.read(Number.extended(offset)))
      : bank.read32(at: offset)
  }

  @inline(never)
  private mutating func write(_ value: UInt32, to offset: Int) {
    if isExtended {
      processor.write(UInt64(value), to: Number.extended(offset))
    } else {
      bank.write32(value, at: offset)
    }
  }

  private static var masked: UInt32 { 1 << 16 }
  private static var divideBy16: UInt32 { 0b0011 }
  private static var divideBy128: UInt32 { 0b1010 }

  private enum Number {
    static var base: UInt32 { 0x1b }
    static var deadline: UInt32 { 0x6e0 }

    /// The processor's register in place of one in memory.
    static func extended(_ offset: Int) -> UInt32 { 0x800 + UInt32(offset) / 16 }
  }

  private enum Offset {
    static var identifier: Int { 0x20 }
    static var taskPriority: Int { 0x80 }
    static var endOfInterrupt: Int { 0xb0 }
    static var spurious: Int { 0xf0 }
    static var inService: Int { 0x100 }
    static var command: Int { 0x300 }
    static var timer: Int { 0x320 }
    static var line0: Int { 0x350 }
    static var line1: Int { 0x360 }
    static var timerInitial: Int { 0x380 }
    static var timerCurrent: Int { 0x390 }
    static var timerDivide: Int { 0x3e0 }
  }
}
