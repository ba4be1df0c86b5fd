internal import Wire

/// Takes what others tell of packets that this host sent, and the answers to its echo requests.
///
/// Source: RFC 1122, section 3.2.2.
final class ControlMessages {
  /// How many reports wait until the stack looks at them; more are not wanted.
  static let reportLimit = 32

  /// Who is told of reports about datagrams of a bound socket, and knows whether it wants them.
  var takeDatagramReport: ((UDPSocketHandle, PacketReport) -> Bool)?
  /// Who is told of reports about segments, and knows whether there is such a connection.
  var takeSegmentReport: ((PacketReport) -> Bool)?
  /// Who is told of echo requests, and knows whether there was such a one.
  var takeEcho: ((EchoEvent) -> Bool)?
  /// What is known of the ways to hosts.
  var pathMTUs = PathMTUs()

  private let detour: Detour
  private var reports: [PacketReport] = []

  /// Starts without messages.
  init(detour: Detour) { self.detour = detour }

  /// Takes a message that is no echo request.
  ///
  /// - Returns: False if nobody wants it.
  func take(
    _ message: ICMPHeader, _ payload: RawSpan, from source: IPv4Address, timeToLive: UInt8,
    now: Instant
  ) -> Bool {
    if message.type == .echoReply {
      guard message.code == 0, let takeEcho else { return false }
      return takeEcho(
        .reply(
          EchoReply(
            source: source, echo: message.parameter, payloadByteCount: payload.byteCount,
            timeToLive: timeToLive, arrival: now)))
    }
    guard reports.count < Self.reportLimit,
      let report = PacketReport(message, quoting: payload, from: source),
      report.source == detour.address || report.source.isLoopback
    else { return false }
    reports.append(report)
    return true
  }

  /// Takes the reports that wait.
  func takeReports() -> [PacketReport] {
    defer { reports = [] }
    return reports
  }
}
