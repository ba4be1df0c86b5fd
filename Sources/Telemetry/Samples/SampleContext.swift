/// What the processor was at when a sample was taken.
public enum SampleContext: UInt8, Sendable {
  /// It ran tasks, the run loop or the kernel.
  case busy
  /// It was halted, as nothing was to do.
  case idle
  /// It handled an interrupt or an exception.
  case interrupt
}
