internal import Boot
internal import _Concurrency

/// The gates where tasks wait, in a row, so that those can be opened whose task was cancelled.
///
/// The runtime could be asked to call when a task is cancelled, at each wait: that costs several
/// hundred instructions. To be in this row costs some twenty; whoever cancels has all gates looked
/// at, once for all who were cancelled since the last time.
@safe
enum GateRow {
  // Safe, all of this: one core, and no interrupt handler looks at it; a gate at which a task waits
  // is kept by who waits.
  nonisolated(unsafe) private static var first: Unmanaged<TaskGate>?
  /// Looks at all gates as soon as the timers are due, which is in the present round.
  nonisolated(unsafe) private static var search: CancellationSearch?

  /// The neighbours of a gate.
  @safe struct Links {
    fileprivate var next: Unmanaged<TaskGate>?
    fileprivate var previous: Unmanaged<TaskGate>?
  }

  /// Adds a gate that is not in the row.
  @inline(__always)
  static func add(_ gate: TaskGate) {
    let entry = unsafe Unmanaged.passUnretained(gate)
    unsafe gate.links.next = unsafe first
    unsafe gate.links.previous = nil
    if let first = unsafe first {
      unsafe first._withUnsafeGuaranteedRef { unsafe $0.links.previous = unsafe entry }
    } else if unsafe search == nil {
      begin()
    }
    unsafe first = unsafe entry
  }

  /// Takes a gate out that is in the row.
  @inline(__always)
  static func remove(_ gate: TaskGate) {
    let links = gate.links
    if let next = unsafe links.next {
      unsafe next._withUnsafeGuaranteedRef { unsafe $0.links.previous = unsafe links.previous }
    }
    if let previous = unsafe links.previous {
      unsafe previous._withUnsafeGuaranteedRef { unsafe $0.links.next = unsafe links.next }
    } else {
      unsafe first = unsafe links.next
    }
  }

  /// Has all gates looked at whenever tasks are cancelled.
  @inline(never)
  private static func begin() {
    unsafe search = CancellationSearch()
    kernel_set_cancellation_hook { unsafe GateRow.search?.start() }
  }

  /// Opens the gates at which cancelled tasks wait.
  fileprivate static func openCancelled() {
    var entry = unsafe first
    while let gate = unsafe entry?.takeUnretainedValue() {
      unsafe entry = unsafe gate.links.next
      if gate.hasCancelledTask { gate.open() }
    }
  }
}

/// Looks for cancelled tasks, once for all that were cancelled in a round.
private final class CancellationSearch: Waiter {
  private var isStarted = false

  func start() {
    guard !isStarted else { return }
    isStarted = true
    wait(until: 0)
  }

  override func wake() {
    isStarted = false
    GateRow.openCancelled()
  }
}
