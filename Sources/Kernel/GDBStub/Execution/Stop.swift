/// Why the guest stands still.
public struct Stop: Equatable, Sendable {
  /// What is told to gdb beside the signal.
  public enum Cause: Equatable, Sendable {
    case none
    case softwareBreakpoint
    case hardwareBreakpoint
    /// Memory at an address was written.
    case write(UInt64)
    /// Memory at an address was read or written.
    case access(UInt64)
  }

  /// Number of the signal, as gdb counts them.
  public var signal: UInt8
  public var cause = Cause.none

  public init(signal: UInt8, cause: Cause = .none) {
    self.signal = signal
    self.cause = cause
  }

  /// The debugger wants to have a look.
  static var interrupt: Stop { Stop(signal: 2) }
  /// A step is done.
  static var step: Stop { Stop(signal: 5) }
  /// The kernel gives up.
  static var panic: Stop { Stop(signal: 6) }

  /// Whether the guest cannot go on: it has raised an exception, or gives up.
  var isFailure: Bool { signal != Self.interrupt.signal && signal != Self.step.signal }

  /// What an exception is for gdb.
  ///
  /// Source: gdb/signals.def; Intel SDM volume 3, table 6-1.
  init(exception vector: UInt8) {
    switch vector {
    case 0, 16, 19: self.init(signal: 8)
    case 6: self.init(signal: 4)
    case 10, 11, 12, 17: self.init(signal: 10)
    case 4, 5, 13, 14: self.init(signal: 11)
    case 8, 18: self.init(signal: 9)
    default: self.init(signal: 5)
    }
  }
}
