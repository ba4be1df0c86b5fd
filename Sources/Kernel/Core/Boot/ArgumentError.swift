public import Telemetry

/// A word of the command line whose value makes no sense.
public struct ArgumentError: Error, Equatable, Sendable {
  /// What is wrong, for people: the word as it stands there, and what was expected.
  public let message: InlineText<160>

  /// Describes a wrong value.
  ///
  /// - Parameters:
  ///   - key: The word's key.
  ///   - value: What stands there; nil if nothing does.
  ///   - expectation: What should stand there, with its article.
  @inline(never)
  public init(_ key: StaticString, _ value: ArraySlice<UInt8>?, expected expectation: StaticString)
  {
    var message: InlineText<160> = "argument "
    message.write(key)
    message.write("=" as StaticString)
    // What was expected must find its room behind a value of any length.
    if let value {
      for index in value.startIndex..<min(value.endIndex, value.startIndex + 80) {
        message.write(value[index])
      }
    }
    message.write(" is not " as StaticString)
    message.write(expectation)
    self.message = message
  }
}
