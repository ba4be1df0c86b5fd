/// The label that samples have where the service sets none: which task runs, and since when.
///
/// A run is what a task does from one wait to the next: that of a connection's task is a request,
/// unless its handler waits. Bit 63 is set, bits 32 to 62 count the runs of all tasks, and bits 0
/// to 31 are the task's number, as the Swift runtime gives it.
public struct TaskLabel: Equatable, Sendable {
  /// The task's number.
  public let task: UInt32
  /// Which of all runs it is, modulo 2^31.
  public let run: UInt32

  /// Reads a label; nil if the service has set it, or nothing runs.
  public init?(_ label: UInt64) {
    guard label >> 63 == 1 else { return nil }
    task = UInt32(truncatingIfNeeded: label)
    run = UInt32(truncatingIfNeeded: label >> 32) & 0x7fff_ffff
  }

  /// What all runs of the task have in common: the label with the number of the run left out.
  public var withoutRun: UInt64 { 1 << 63 | UInt64(task) }
}
