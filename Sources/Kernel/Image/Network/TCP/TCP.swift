public import Net
public import Wire

/// Streams of bytes: connections from this side and from others.
public struct TCP: Sendable {
  /// What new connections are set to.
  public var settings: TCPSettings {
    get { TCPStart.driver.endpoints.settings }
    nonmutating set {
      for driver in TCPStart.drivers {
        driver.endpoints.settings =
          driver === TCPStart.driver
          ? newValue : TCPStart.withSizes(of: driver.endpoints.settings, newValue)
      }
    }
  }

  /// Takes connections on a port.
  ///
  /// - Parameters:
  ///   - port: The port, not 0.
  ///   - backlog: How many connections may wait to be accepted; others are not answered then.
  /// - Returns: The connections, one after the other.
  /// - Throws: `portInUse`, or `invalidPort` if the port is 0.
  public func listen(port: Port, backlog: Int = 128) throws(BindError) -> TCPListener {
    ShownBytes.precludeUse()
    return try TCPListener.listen(by: TCPStart.drivers, on: port, backlog: backlog)
  }

  /// Begins a connection, by the interface that leads to the other end, and waits until it is
  /// established.
  ///
  /// - Parameters:
  ///   - remote: The other end.
  ///   - timeout: How long to wait at most; nil leaves it to the settings.
  /// - Returns: The connection.
  /// - Throws: `broken` with `refused`, `unreachable`, `timedOut` or `exhausted`; `timedOut` after
  ///   the time; `cancelled` if the task is.
  public func connect(
    to remote: Endpoint, timeout: Duration? = nil
  ) async throws(StreamError) -> TCPConnection {
    try await TCPStart.driver(of: .toward(remote.address)).connect(to: remote, timeout: timeout)
  }
}
