/// A fact about a running test, from which the judge draws the verdict.
///
/// No case carries console text: what a guest prints decides nothing by itself.
public enum Observation: Equatable, Sendable {
  /// QEMU runs and has set up its machine.
  case machineStarted
  /// The guest's first byte on any channel.
  case signOfLife
  /// The readiness that the manifest names.
  case ready
  case stepStarted(Int)
  case stepPassed(Int)
  /// A step's expectation does not hold; the judge waits for `liveness` to know why.
  case stepFailed(Int, reason: String)
  /// The step that fails next does so because it counted other than the baseline says.
  case countChanged
  /// Whether the guest still works, after a failed step or after the last step.
  case liveness(Liveness)
  /// The record in which the guest says why it stopped itself.
  case panic(message: String)
  /// The record in which the guest says that a task does not yield.
  case stalled(message: String)
  /// The record in which the guest says that its service ended.
  case serviceEnded(status: Int)
  /// The record in which the guest says that a check of its own did not hold.
  case checkFailed(name: String, line: Int)
  /// The record stream has a gap, a wrong checksum or bytes that are no record.
  case recordsDamaged(reason: String)
  /// QEMU's own word that the machine stops.
  case shutdown(Shutdown)
  /// QEMU's process ended; everything that it wrote was read before.
  case processEnded(ProcessEnd)
  case limitPassed(Phase)
  case interrupted

  /// What the processors of a guest are doing.
  public enum Liveness: Equatable, Sendable {
    /// It waits for interrupts and can take them.
    case idle
    /// It cannot go on, or does not come to rest; with the reason.
    case stuck(String)
    /// QEMU has stopped it; with QEMU's word for that state.
    case stopped(String)
  }

  /// Why QEMU says that the machine stops.
  public enum Shutdown: String, Sendable {
    case reset
    case powerOff
    /// The panic device, by which a guest tells its host alone.
    case panicDevice
  }

  /// How a process ended.
  public enum ProcessEnd: Equatable, Sendable {
    case exited(Int32)
    case signalled(Int32)
  }
}
