public import Net

extension UDPSocket {
  nonisolated(unsafe) private static var areReportsTold = false

  /// The oldest datagram, or the news that one of the socket's own was not delivered; waits for
  /// either.
  ///
  /// Reports are told from the first call on, by this function alone: `for await` goes on without
  /// them. A report is thrown once; up to 8 wait. It may be made up by who can guess the port, as
  /// UDP has nothing to tell sound ones by: take it for a hint if the answer matters.
  ///
  /// - Returns: Nil if the task is cancelled.
  /// - Throws: What became of a datagram that was sent to the report's `remote`.
  public func receive() async throws(PacketReport) -> Datagram? {
    // Safe: one core; the run loop is not in the interface while a task runs.
    if unsafe !Self.areReportsTold {
      unsafe Self.areReportsTold = true
      unsafe Interface.forEachEver { unsafe $0.pointee.enableReports() }
    }
    return try await receiver.nextOrReport()
  }
}
