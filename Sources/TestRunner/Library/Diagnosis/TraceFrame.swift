/// One function in a backtrace, as a person reads it.
struct TraceFrame: Equatable {
  /// Demangled, or the address in hexadecimal if no symbol is known.
  var function: String
  /// Absolute path of the source; nil if it is unknown.
  var file: String?
  /// From 1; 0 if it is unknown.
  var line = 0
  /// From 1; 0 if it is unknown.
  var column = 0
  /// Whether the compiler put the function into the one that follows.
  var isInlined = false
}
