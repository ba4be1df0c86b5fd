/// Finds commands in the bytes of a serial port, whatever lies between them.
public struct SamplerCommandReader: Sendable {
  private var buffer = InlineArray<52, UInt8>(repeating: 0)
  private var count = 0

  /// Makes a reader at the start of a stream.
  public init() {}

  /// Takes one byte.
  ///
  /// - Returns: The command that it completes; nil if it completes none.
  public mutating func take(_ byte: UInt8) -> SamplerCommand? {
    buffer[count] = byte
    count += 1
    while count > 0, !isPlausible { drop() }
    guard count == SamplerCommand.byteCount else { return nil }
    let copy = buffer
    // Safe: bytes have no padding.
    let bytes = unsafe copy.span.bytes
    guard let command = try? SamplerCommand(bytes) else {
      drop()
      while count > 0, !isPlausible { drop() }
      return nil
    }
    count = 0
    return command
  }

  /// Whether the bytes may be the beginning of a command.
  private var isPlausible: Bool {
    for index in 0..<min(count, 4)
    where buffer[index]
      != UInt8(truncatingIfNeeded: SamplerCommand.synchronisation >> (8 * UInt32(index)))
    { return false }
    return true
  }

  /// Forgets the first byte.
  private mutating func drop() {
    count -= 1
    for index in 0..<count { buffer[index] = buffer[index + 1] }
  }
}
