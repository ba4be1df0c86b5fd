/// Why a socket was not bound.
public enum BindError: Error, Equatable, Sendable {
  /// Another socket has the port.
  case portInUse
  /// All sockets are bound.
  case noSocketLeft
  /// Port 0 is no port.
  case invalidPort
}
