internal import Wire

/// A port on which connections are taken.
struct TCPListener {
  /// The port.
  let port: Port
  /// How many connections may wait to be accepted.
  let backlog: Int
  /// How often the place was given away before.
  let generation: UInt32
  /// Connections of which the last word is not spoken: SYN-RECEIVED.
  var halfOpenCount = 0
  /// Established connections that nobody has accepted, the oldest first.
  var waiting: [TCPHandle] = []

  /// Whether another established connection finds room.
  var hasRoom: Bool { waiting.count < backlog }

  /// Whether SYNs are answered by cookies, as too many are half open: RFC 4987, section 3.6.
  var isUnderPressure: Bool { halfOpenCount >= Swift.max(backlog, 16) }
}
