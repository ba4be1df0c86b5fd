internal import Net
public import Syslog
public import Wire

/// Sends messages to a collector of logs.
///
///     let syslog = try system.network.syslog(to: Endpoint(address: collector, port: 514))
///     syslog.send(SyslogMessage(.notice, text: Array("ready".utf8)))
///
/// Source: RFC 5426.
public final class SyslogSender: @unchecked Sendable {
  private let socket: UDPSocket
  private let collector: Endpoint
  /// What messages say that do not say it themselves.
  public var hostName: [UInt8] = []
  /// Likewise the program.
  public var application: [UInt8] = []
  /// How many messages could not be sent.
  public private(set) var lostCount = 0

  init(_ socket: UDPSocket, _ collector: Endpoint) {
    self.socket = socket
    self.collector = collector
  }

  /// Sends a message, with the present time and the sender's names where it has none.
  ///
  /// Nobody is told if it gets lost, on the way or here.
  public func send(_ message: SyslogMessage) {
    var message = message
    if message.timestamp.isEmpty, let now = WallClock().now { message.timestamp = now.rfc5424 }
    if message.hostName.isEmpty { message.hostName = hostName }
    if message.application.isEmpty { message.application = application }
    do throws(SendError) {
      try socket.send(message.bytes(), to: collector)
    } catch {
      lostCount += 1
    }
  }
}

extension Network {
  /// Opens a way to a collector of logs.
  ///
  /// - Parameter collector: Where messages go; the usual port is 514.
  /// - Returns: Who sends them.
  /// - Throws: As `bind` does.
  public func syslog(to collector: Endpoint) throws(BindError) -> SyslogSender {
    SyslogSender(try udp.bind(), collector)
  }
}
