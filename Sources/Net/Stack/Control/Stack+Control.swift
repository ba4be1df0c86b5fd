public import Wire

// What others tell of this host's packets. Read first: RFC 1122, section 3.2.2; RFC 1191, section
// 6; RFC 5927, section 4.

extension Stack {
  /// Has reports about datagrams told, and ways whose largest packet is known respected.
  ///
  /// Anybody can make such a report up: what a way takes is believed only for the sake of sockets
  /// that want to know, or if packets are cut.
  ///
  /// - Parameter take: Called in `work` with the socket that a datagram was sent from; tells
  ///   whether its user wants to know. Must not call the stack.
  public mutating func enableDatagramReports(
    _ take: @escaping (UDPSocketHandle, PacketReport) -> Bool
  ) {
    openControl().takeDatagramReport = take
  }

  /// Has reports about segments told, and ways whose largest packet is known respected.
  ///
  /// - Parameter take: Called in `work`; tells whether there is a connection that has sent the
  ///   segment and waits for its acknowledgment, so that nobody else can have made the report up.
  ///   Must not call the stack.
  public mutating func enableSegmentReports(_ take: @escaping (PacketReport) -> Bool) {
    openControl().takeSegmentReport = take
  }

  /// Has answers to echo requests told.
  ///
  /// - Parameter take: Tells whether there was such a request; must not call the stack.
  public mutating func enableEchoes(_ take: @escaping (EchoEvent) -> Bool) {
    openControl().takeEcho = take
  }

  /// Largest packet that is known to pass on the way to a host, in bytes.
  public func pathMTU(to destination: IPv4Address, now: Instant) -> Int {
    min(detour?.pathMTU?(destination, now) ?? .max, configuration.mtu)
  }

  /// Sends an echo request; what becomes of it is told to whom `enableEchoes` named.
  ///
  /// - Parameters:
  ///   - destination: Who shall answer.
  ///   - echo: Identifier and number, which come back.
  ///   - payloadByteCount: How many bytes follow the header, at most 65,507.
  ///   - timeToLive: How many hops it may take.
  ///   - now: The present.
  /// - Throws: `unreachable`, `tooLong`, `noBuffer` or `linkDown`.
  public mutating func sendEcho(
    to destination: IPv4Address, echo: UInt32, payloadByteCount: Int, timeToLive: UInt8,
    now: Instant
  ) throws(SendError) {
    let isOwn = destination.isLoopback || destination == configuration.address
    if !isOwn {
      guard isLinkUp else { throw .linkDown }
      guard plan.isForeignHost(destination), nextHop(toHost: destination) != nil else {
        throw .unreachable
      }
    }
    guard payloadByteCount <= 65_507 else { throw .tooLong }
    let header = IPv4Header(
      source: configuration.address, destination: destination, payloadProtocol: .icmp,
      timeToLive: timeToLive)
    let byteCount = ICMPHeader.byteCount + payloadByteCount
    let refusal = openDetour().send(header, payloadByteCount: byteCount, now: now) { message, _ in
      for offset in ICMPHeader.byteCount..<byteCount {
        message.storeBigEndian(UInt8(truncatingIfNeeded: offset), at: offset)
      }
      ICMPHeader(type: .echoRequest, parameter: echo).emit(into: &message)
    }
    detourDeadline = now
    if let refusal { throw refusal }
  }

  /// Heeds the reports that wait, as far as they are about packets that this host can have sent.
  mutating func heedReports(now: Instant) {
    guard let control else { return }
    for report in control.takeReports() {
      let isOurs: Bool
      switch report.payloadProtocol {
      case .udp: isOurs = tellSocket(of: report, control)
      case .tcp: isOurs = control.takeSegmentReport?(report) ?? false
      case .icmp:
        isOurs = report.echo != nil && control.takeEcho?(.report(report, arrival: now)) ?? false
      default: isOurs = false
      }
      if isOurs, let mtu = report.mtu {
        _ = control.pathMTUs.lower(
          to: report.destination, mtu: mtu, linkMTU: configuration.mtu, now: now)
        lowerSendLimit(control, now: now)
      }
    }
    // Who configures the host sets what is sent to what the link takes.
    if !control.pathMTUs.isEmpty { lowerSendLimit(control, now: now) }
  }

  /// Finds the socket that a datagram was sent from, and tells it.
  ///
  /// - Returns: Whether what is said of the way is to be believed.
  private mutating func tellSocket(of report: PacketReport, _ control: ControlMessages) -> Bool {
    guard let socket = sockets.find(report.sourcePort) else { return false }
    let isWanted = control.takeDatagramReport?(socket, report) ?? false
    return isWanted || detour?.cuts ?? false
  }

  /// Sends no larger packets on the common way than pass everywhere.
  private mutating func lowerSendLimit(_ control: ControlMessages, now: Instant) {
    sendLimit = min(configuration.mtu, control.pathMTUs.smallest(now: now) ?? .max)
    updateDetour()
  }

  private mutating func openControl() -> ControlMessages {
    if let control { return control }
    let detour = openDetour()
    let made = ControlMessages(detour: detour)
    control = made
    detour.pathMTU = { destination, now in made.pathMTUs.limit(to: destination, now: now) }
    hooks.control = { message, payload, header, now in
      made.take(
        message, payload, from: header.source, timeToLive: header.timeToLive, now: now)
    }
    hooks.heedReports = { stack, now in stack.heedReports(now: now) }
    return made
  }
}
