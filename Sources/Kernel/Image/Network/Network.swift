@_exported public import Net
@_exported public import Wire

/// The network as a service sees it.
public struct Network: Sendable {
  init() {}

  /// Datagrams.
  public var udp: UDP { UDP() }

  /// Streams of bytes.
  public var tcp: TCP { TCP() }

  /// Whether the link carries frames; what is sent while it does not is dropped and counted.
  public var isLinkUp: Bool {
    // Safe: as below.
    unsafe network?.pointee.isLinkUp ?? false
  }

  /// Hands over what the stack counts: each kind of event, and each reason for which a packet was
  /// dropped, with how often that was.
  public func forEachCounter(_ body: (StaticString, UInt64) -> Void) {
    // Safe: one core; the run loop is not in the interface while a task runs.
    unsafe network?.pointee.forEachCounter(body)
  }
}

/// Datagram sockets.
public struct UDP: Sendable {
  /// Opens a socket.
  ///
  /// - Parameter port: Port to receive at; nil takes a free one at random.
  /// - Returns: The socket.
  /// - Throws: `portInUse`, `noSocketLeft`, or `invalidPort` if the port is 0.
  public func bind(port: Port? = nil) throws(BindError) -> UDPSocket {
    // Safe: one core; the run loop is not in the interface while a task runs.
    guard let receiver = try unsafe network?.pointee.bind(port) else {
      panic("this machine has no network device")
    }
    return UDPSocket(receiver)
  }
}
