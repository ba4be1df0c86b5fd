/// When a connection has something to do without having heard anything.
///
/// The largest instant means never.
struct TCPTimers {
  /// Sends again what was not acknowledged: RFC 6298.
  var retransmission = never
  /// Sends a tail loss probe: RFC 8985, section 7.
  var tailLoss = never
  /// Looks for segments that have become too late: RFC 8985, section 6.3.
  var reordering = never
  /// Probes a window of zero: RFC 9293, section 3.8.6.1.
  var persist = never
  /// Sends an acknowledgement that was put off: RFC 9293, section 3.8.6.3.
  var delayedAcknowledgment = never
  /// Asks a silent peer whether it is still there: RFC 9293, section 3.8.4.
  var keepAlive = never
  /// Ends the connection: TIME-WAIT is over, or FIN-WAIT-2 with nobody to read.
  var end = never

  /// The instant that never comes.
  static let never = Instant(nanoseconds: .max)

  /// The earliest of all.
  var next: Instant {
    min(
      min(min(retransmission, tailLoss), min(reordering, persist)),
      min(min(delayedAcknowledgment, keepAlive), end))
  }

  /// Stops all of them.
  mutating func stopAll() { self = TCPTimers() }
}
