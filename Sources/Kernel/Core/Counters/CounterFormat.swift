/// How counters are written as text.
public enum CounterFormat: Sendable {
  /// One counter to a line, as `testrunner counters` shows them: `heap bytes in use 4096`.
  case lines
  /// The text format of Prometheus, version 0.0.4: `swiftlet_heap_bytes_in_use 4096`.
  ///
  /// Names are lower case; whatever is neither a letter nor a digit becomes an underscore.
  case prometheus
}
