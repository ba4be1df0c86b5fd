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

  /// What the interface goes by: at first what the command line says, `address=10.0.0.42/24
  /// gateway=10.0.0.1`; nil if the machine has no network device.
  public var addresses: InterfaceAddresses? {
    // Safe: as below.
    unsafe network?.pointee.addresses
  }

  /// Gives the interface other addresses, or takes them away, and tells the neighbours.
  ///
  /// Sockets stay bound to their ports; connections from an address that goes are reset, and break
  /// with `addressLost`. With `none`, datagrams may be sent to all hosts on the link and are
  /// received whatever address they are sent to, as a client of DHCP needs it.
  ///
  /// - Parameter addresses: What the interface goes by from now on.
  /// - Throws: `noInterface`, or `impossible` if no host can have such addresses; then nothing has
  ///   changed.
  public func configure(_ addresses: InterfaceAddresses) throws(ConfigurationError) {
    ShownBytes.precludeUse()
    try Interface(number: 0).configure(addresses)
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
    ShownBytes.precludeUse()
    // Safe: one core; the run loop is not in the interface while a task runs.
    if let table = unsafe interfaceTable { return UDPSocket(try table.bind(port)) }
    guard let receiver = try unsafe network?.pointee.bind(port) else {
      panic("this machine has no network device")
    }
    return UDPSocket(receiver)
  }
}
