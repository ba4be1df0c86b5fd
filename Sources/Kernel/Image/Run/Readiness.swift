internal import Core
internal import CPU
internal import Telemetry

/// Tells the harness that the service has started.
enum Readiness {
  nonisolated(unsafe) private static var isAnnounced = false

  /// Sends the record when the run loop is idle for the first time.
  @inline(__always)
  static func announceOnce() {
    guard unsafe !isAnnounced else { return }
    announce()
  }

  @inline(never)
  private static func announce() {
    unsafe isAnnounced = true
    log(.info, "ready", module: "kernel")
    publishStatistics()
    let timestamp = TimestampCounter.now
    unsafe records.send(
      ReadyRecord(
        nanosecondsSinceEntry: clock.nanoseconds(at: timestamp), timestamp: timestamp,
        address: networkHooks?.address ?? 0,
        heapByteCount: UInt64(heap?.pointee.statistics.allocatedByteCount ?? 0)))
  }
}
