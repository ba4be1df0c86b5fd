/// Why bytes were neither read nor written.
public enum StreamError: Error, Equatable, Sendable {
  /// The deadline came first.
  case timedOut
  /// The task was cancelled.
  case cancelled
  /// The connection is broken: refused, reset, unreachable or given up.
  case broken(TCPError)
}
