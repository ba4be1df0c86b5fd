/// By which interrupt samples are taken.
public enum SamplingMode: UInt32, Sendable {
  /// None are.
  case off
  /// By a timer's interrupt, which waits while interrupts are off.
  case timer
  /// By a timer's non-maskable interrupt, which sees code with interrupts off, too.
  case nonMaskable
}
