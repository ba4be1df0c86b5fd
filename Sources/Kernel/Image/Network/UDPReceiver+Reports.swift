internal import Net
internal import _Concurrency

extension UDPReceiver {
  /// How many reports may wait; the oldest are lost first.
  private static var reportLimit: Int { 8 }

  /// Takes a report from the stack and lets the waiting task go on.
  ///
  /// - Returns: Whether it asks for reports; it keeps none otherwise.
  func take(_ report: PacketReport) -> Bool {
    guard wantsReports else { return false }
    if reports.count == Self.reportLimit { reports.removeFirst() }
    reports.append(report)
    wake()
    return true
  }

  /// The oldest datagram, or else the oldest report; waits for either.
  ///
  /// - Returns: Nil if the task is cancelled.
  func nextOrReport() async throws(PacketReport) -> Datagram? {
    wantsReports = true
    while count == 0 {
      guard reports.isEmpty else { throw reports.removeFirst() }
      guard !Task.isCancelled else { return nil }
      await wait()
    }
    return await next()
  }
}
