public import Telemetry

extension InlineText where capacity == 160 {
  /// Writes words of a message, and a number if there is one.
  ///
  /// Never inlined: messages are long, rarely needed, and in every image.
  @inline(never)
  public mutating func append(_ words: StaticString, decimal number: Int? = nil) {
    write(words)
    if let number { write(decimal: UInt64(number.magnitude)) }
  }
}
