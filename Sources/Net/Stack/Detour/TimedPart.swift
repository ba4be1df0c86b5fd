/// A part of the stack that waits for a time now and then.
class TimedPart {
  /// When there is something to do; nil if there is nothing.
  var nextDeadline: Instant? { nil }

  /// The link leads elsewhere now, or this host has another address.
  func restart(now: Instant) {}

  /// Does what is due.
  func advance(to now: Instant) {}
}
