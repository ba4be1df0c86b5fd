internal import CInstructions
internal import Hardware

/// The processor's own interrupt controller, with its one-shot timer.
///
/// Source: Intel SDM volume 3, chapter 11.
public struct LocalAPIC {
  private var registers: MappedRegisters
  /// Whether the timer takes a deadline in ticks of the time-stamp counter.
  public let hasDeadlineTimer: Bool

  /// Whether the timer counts eight times slower than its own clock is said to be.
  private var countsSlowly = false

  /// What the timer does when it runs out: its vector and kind.
  private var timerMode: UInt32

  /// Enables the controller.
  ///
  /// - Parameters:
  ///   - timerVector: Vector of the timer's interrupt.
  ///   - spuriousVector: Vector of interrupts that went away before they were taken.
  public init(timerVector: UInt8, spuriousVector: UInt8) {
    let base = cpu_read_msr(Self.baseRegister)
    cpu_write_msr(Self.baseRegister, base | 0x800)
    // Safe: the page is the processor's own; the first 4 GiB are mapped onto themselves.
    registers = unsafe MappedRegisters(
      unsafeBase: VirtualAddress(rawValue: base & 0xf_ffff_f000), byteCount: 0x400)
    hasDeadlineTimer = cpu_identify(1, 0).ecx & (1 << 24) != 0
    registers.write32(0, at: Offset.taskPriority)
    registers.write32(0x100 | UInt32(spuriousVector), at: Offset.spurious)
    // The legacy controller must not get through, nor performance counters or thermal events.
    registers.write32(Self.masked, at: Offset.line0)
    registers.write32(Self.masked, at: Offset.line1)
    registers.write32(Self.divideBy16, at: Offset.timerDivide)
    timerMode = (hasDeadlineTimer ? 1 << 18 : 0) | UInt32(timerVector)
    registers.write32(timerMode, at: Offset.timer)
    registers.write32(0, at: Offset.timerInitial)
  }

  /// Number of this processor's controller, to which interrupts are addressed.
  public var identifier: UInt8 { UInt8(registers.read32(at: Offset.identifier) >> 24) }

  /// Says that the handler of the present interrupt is done.
  @inline(__always)
  public mutating func endInterrupt() {
    registers.write32(0, at: Offset.endOfInterrupt)
  }

  /// Starts the timer; it interrupts once.
  ///
  /// - Parameter ticks: Ticks of the timer's own clock until then, at least 1. What is more than 35
  ///   bits hold is cut to that, and rounded to 8 ticks if it is more than 32 bits hold.
  public mutating func startTimer(ticks: UInt64) {
    let isLong = ticks > UInt64(UInt32.max)
    if isLong != countsSlowly {
      registers.write32(isLong ? Self.divideBy128 : Self.divideBy16, at: Offset.timerDivide)
      countsSlowly = isLong
    }
    let count = UInt32(clamping: isLong ? ticks >> 3 : max(ticks, 1))
    registers.write32(count, at: Offset.timerInitial)
  }

  /// Starts the timer; it interrupts once.
  ///
  /// - Parameter deadline: Value of the time-stamp counter at which it does.
  public mutating func startTimer(deadline: UInt64) {
    cpu_write_msr(Self.deadlineRegister, deadline)
  }

  /// Stops the timer; it interrupts again the next time it is started.
  public mutating func stopTimer() {
    registers.write32(timerMode, at: Offset.timer)
    if hasDeadlineTimer {
      cpu_write_msr(Self.deadlineRegister, 0)
    } else {
      registers.write32(0, at: Offset.timerInitial)
    }
  }

  /// Lets the timer count from its largest value, without interrupting, so that it can be measured.
  public mutating func startCounting() {
    registers.write32(Self.masked, at: Offset.timer)
    registers.write32(.max, at: Offset.timerInitial)
  }

  /// How far the timer has counted since `startCounting`.
  public var countedTicks: UInt64 { UInt64(UInt32.max - registers.read32(at: Offset.timerCurrent)) }

  /// By how much the timer divides its input to make its own clock.
  public static var timerDivider: UInt64 { 16 }

  private static var baseRegister: UInt32 { 0x1b }
  private static var deadlineRegister: UInt32 { 0x6e0 }
  private static var masked: UInt32 { 1 << 16 }
  private static var divideBy16: UInt32 { 0b0011 }
  private static var divideBy128: UInt32 { 0b1010 }

  private enum Offset {
    static var identifier: Int { 0x20 }
    static var taskPriority: Int { 0x80 }
    static var endOfInterrupt: Int { 0xb0 }
    static var spurious: Int { 0xf0 }
    static var timer: Int { 0x320 }
    static var line0: Int { 0x350 }
    static var line1: Int { 0x360 }
    static var timerInitial: Int { 0x380 }
    static var timerCurrent: Int { 0x390 }
    static var timerDivide: Int { 0x3e0 }
  }
}
