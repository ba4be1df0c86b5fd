/// What a sample needs to know of code that was interrupted.
public struct InterruptedCode: Equatable, Sendable {
  /// Its next instruction.
  public var instruction: UInt64
  public var framePointer: UInt64
  public var stackPointer: UInt64
  public var flags: UInt64

  /// Makes a value from registers.
  public init(
    instruction: UInt64, framePointer: UInt64, stackPointer: UInt64, flags: UInt64
  ) {
    self.instruction = instruction
    self.framePointer = framePointer
    self.stackPointer = stackPointer
    self.flags = flags
  }

  /// Whether interrupts were off.
  @inline(__always)
  public var hasInterruptsOff: Bool { flags & 0x200 == 0 }
}
