public import Net
public import Wire

extension Interface {
  /// Takes connections on a port that come by this card; others may be taken by other cards.
  ///
  /// - Parameters:
  ///   - port: The port, not 0.
  ///   - backlog: How many connections may wait to be accepted.
  /// - Returns: The connections, one after the other.
  /// - Throws: `portInUse`, or `invalidPort` if the port is 0.
  public func listen(port: Port, backlog: Int = 128) throws(BindError) -> TCPListener {
    ShownBytes.precludeUse()
    return try TCPListener.listen(by: [TCPStart.driver(of: self)], on: port, backlog: backlog)
  }

  /// Begins a connection by this card, and waits until it is established.
  ///
  /// - Parameters:
  ///   - remote: The other end.
  ///   - timeout: How long to wait at most; nil leaves it to the settings.
  /// - Returns: The connection.
  /// - Throws: As `system.network.tcp.connect` does.
  public func connect(
    to remote: Endpoint, timeout: Duration? = nil
  ) async throws(StreamError) -> TCPConnection {
    try await TCPStart.driver(of: self).connect(to: remote, timeout: timeout)
  }
}
