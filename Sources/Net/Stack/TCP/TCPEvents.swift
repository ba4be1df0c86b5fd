/// What a connection's user should look at.
public struct TCPEvents: OptionSet, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The connection was established.
  public static let established = TCPEvents(rawValue: 1 << 0)
  /// There is data to read, or the end of it.
  public static let readable = TCPEvents(rawValue: 1 << 1)
  /// There is room for data to be sent.
  public static let writable = TCPEvents(rawValue: 1 << 2)
  /// The connection is over; its error says why, if it was not in good order.
  public static let closed = TCPEvents(rawValue: 1 << 3)
}
