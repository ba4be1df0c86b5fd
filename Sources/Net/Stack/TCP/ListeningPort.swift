internal import Wire

/// A port on which connections are taken.
final class ListeningPort {
  /// The port.
  let port: Port
  /// How many connections may wait to be accepted.
  let backlog: Int
  /// Its handle.
  let handle: TCPListenerHandle
  /// Connections of which the last word is not spoken: SYN-RECEIVED.
  var halfOpenCount = 0
  /// Established connections that nobody has accepted, the oldest first.
  var waiting: [TCPHandle] = []

  init(port: Port, backlog: Int, handle: TCPListenerHandle) {
    self.port = port
    self.backlog = backlog
    self.handle = handle
  }

  /// Who is told when one is added.
  unowned(unsafe) var user: (any TCPUser)?

  /// Whether another established connection finds room.
  var hasRoom: Bool { waiting.count < backlog }

  /// Whether SYNs are answered by cookies, as too many are half open: RFC 4987, section 3.6.
  var isUnderPressure: Bool { halfOpenCount >= Swift.max(backlog, 16) }
}
