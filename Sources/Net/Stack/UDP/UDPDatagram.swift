public import Wire

/// A datagram that arrived for a socket, valid until the function that got it returns.
public struct UDPDatagram: ~Escapable {
  /// The socket that it is for.
  public let socket: UDPSocketHandle
  /// Who sent it.
  public let source: Endpoint
  /// Where it was sent to: the socket's port at our address or at a broadcast address.
  public let destination: Endpoint
  /// What it says; may be empty.
  public let payload: RawSpan

  /// Makes a datagram from its parts.
  @_lifetime(copy payload)
  init(
    socket: UDPSocketHandle, source: Endpoint, destination: Endpoint, payload: RawSpan
  ) {
    self.socket = socket
    self.source = source
    self.destination = destination
    self.payload = payload
  }
}
