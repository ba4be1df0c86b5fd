/// The two times of the timestamps option.
///
/// Source: RFC 7323, section 3.2.
public struct TCPTimestamps: Hashable, Sendable {
  /// The sender's own clock.
  public var value: UInt32
  /// The receiver's clock as the sender last heard it; 0 in a first SYN.
  public var echo: UInt32

  /// Makes the option from its fields.
  public init(value: UInt32, echo: UInt32) {
    self.value = value
    self.echo = echo
  }

  /// Whether a clock reading is older than another, modulo 2^32.
  @inline(__always)
  public static func isOlder(_ left: UInt32, than right: UInt32) -> Bool {
    Int32(bitPattern: left &- right) < 0
  }
}
