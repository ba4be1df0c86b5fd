internal import Net
internal import _Concurrency

extension UDPReceiver {
  /// How many reports may wait; the oldest are lost first.
  private static var reportLimit: Int { 8 }

  /// Takes a report from the stack and lets the waiting task go on.
  func take(_ report: PacketReport) {
    if reports.count == Self.reportLimit { reports.removeFirst() }
    reports.append(report)
    wake()
  }

  /// The oldest datagram, or else the oldest report; waits for either.
  ///
  /// - Returns: Nil if the task is cancelled.
  func nextOrReport() async throws(PacketReport) -> Datagram? {
    while count == 0 {
      guard reports.isEmpty else { throw reports.removeFirst() }
      guard !Task.isCancelled else { return nil }
      await wait()
    }
    return await next()
  }
}
