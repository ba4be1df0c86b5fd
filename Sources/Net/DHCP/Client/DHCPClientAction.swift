public import Wire

/// What a client wants done.
public enum DHCPClientAction: Equatable, Sendable {
  /// Send a message from port 68 to port 67.
  ///
  /// A client without an address sends from the unspecified one.
  case send(DHCPMessage, from: IPv4Address, to: IPv4Address)
  /// Ask the link whether anybody uses an address, and tell the client by `probed`.
  case probe(IPv4Address)
  /// Use what the server grants, from now on or again.
  case configure(DHCPLease)
  /// Stop using the address.
  case deconfigure
}
