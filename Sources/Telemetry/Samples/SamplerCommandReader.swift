/// Finds commands in the bytes of a serial port, whatever lies between them.
///
/// A command is what the last bytes are one of: no state that noise could bring out of step.
public struct SamplerCommandReader: Sendable {
  /// The last bytes that came, zeroes before the first.
  private var window = InlineArray<52, UInt8>(repeating: 0)

  /// Makes a reader at the start of a stream.
  public init() {}

  /// Takes one byte.
  ///
  /// - Returns: The command that it completes; nil if it completes none.
  public mutating func take(_ byte: UInt8) -> SamplerCommand? {
    for index in 1..<SamplerCommand.byteCount { window[index &- 1] = window[index] }
    window[SamplerCommand.byteCount &- 1] = byte
    // Safe: bytes have no padding.
    return try? unsafe SamplerCommand(window.span.bytes)
  }
}
