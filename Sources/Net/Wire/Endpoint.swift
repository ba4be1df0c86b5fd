/// An address and a port: one end of a conversation.
public struct Endpoint: Hashable, Sendable {
  /// The interface's address.
  public var address: IPv4Address
  /// The port at that address.
  public var port: Port

  /// Makes an endpoint of an address and a port.
  public init(address: IPv4Address, port: Port) {
    self.address = address
    self.port = port
  }
}
