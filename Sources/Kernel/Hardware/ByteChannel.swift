/// A channel of single bytes, such as a serial line.
public protocol ByteChannel: ~Copyable {
  /// Sends a byte; waits for room, but not for ever.
  ///
  /// - Returns: False if the device took too long and the byte was dropped.
  @discardableResult
  mutating func write(_ byte: UInt8) -> Bool

  /// Takes the oldest received byte.
  ///
  /// - Returns: Nil if there is none.
  mutating func read() -> UInt8?
}
