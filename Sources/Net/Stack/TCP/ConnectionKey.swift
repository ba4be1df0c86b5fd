internal import Wire

/// What tells the connections of a host apart: the remote end and the local port.
struct ConnectionKey: Equatable {
  /// The other end.
  var remote: Endpoint
  /// The port on this side.
  var localPort: Port

  /// All of it in one number.
  var bits: UInt64 {
    UInt64(remote.address.rawValue) << 32 | UInt64(remote.port.rawValue) << 16
      | UInt64(localPort.rawValue)
  }
}
