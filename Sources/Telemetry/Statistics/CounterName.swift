/// What a counter is called: a text, and for one of a numbered row its number.
public struct CounterName: ~Escapable {
  private let text: RawSpan
  private let number: Int?

  /// Makes a name.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - number: What follows it, if the counter is one of a row.
  @_lifetime(copy text)
  public init(_ text: RawSpan, number: Int? = nil) {
    self.text = text
    self.number = number
  }

  /// Whether the name is a text known to the compiler.
  public func equals(_ other: StaticString) -> Bool {
    var own = InlineText<64>()
    write(to: &own)
    return own == InlineText<64>(other)
  }

  /// Writes the name.
  public func write<Sink: ByteSink & ~Copyable>(to sink: inout Sink) {
    sink.write(text)
    if let number { sink.write(decimal: UInt64(number)) }
  }
}
