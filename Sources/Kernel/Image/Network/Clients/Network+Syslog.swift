internal import Net
public import Syslog
public import Wire
internal import _Concurrency

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
  /// Messages for which the device had no buffer, the oldest first.
  private var waiting: [[UInt8]] = []

  init(_ socket: UDPSocket, _ collector: Endpoint) {
    self.socket = socket
    self.collector = collector
  }

  /// How many messages wait for a buffer at most.
  static var waitingLimit: Int { 256 }
  /// Whether messages wait for a buffer.
  var isBusy: Bool { !waiting.isEmpty }

  /// Sends a message, with the present time and the sender's names where it has none.
  ///
  /// A device that has no buffer at the moment is waited for, with up to 256 messages. Nobody is
  /// told if one gets lost, on the way or here.
  public func send(_ message: SyslogMessage) {
    var message = message
    if message.timestamp.isEmpty, let now = WallClock().now { message.timestamp = now.rfc5424 }
    if message.hostName.isEmpty { message.hostName = hostName }
    if message.application.isEmpty { message.application = application }
    let bytes = message.bytes()
    if !isBusy, hasDealt(with: bytes) { return }
    guard waiting.count < Self.waitingLimit else {
      lostCount += 1
      return
    }
    waiting.append(bytes)
    if waiting.count == 1 { Task { await self.sendWaiting() } }
  }

  /// Waits until no message waits for a buffer.
  func untilSent() async {
    while isBusy { await Self.pause() }
  }

  private func sendWaiting() async {
    while isBusy {
      await Self.pause()
      let rest = waiting.firstIndex { !hasDealt(with: $0) } ?? waiting.count
      waiting.removeFirst(rest)
    }
  }

  /// A device tells nobody that it has a buffer again; after so long it usually has.
  private static func pause() async {
    try? await Task.sleep(for: .milliseconds(1))
  }

  /// Tries to send; returns false if another attempt may succeed.
  private func hasDealt(with bytes: [UInt8]) -> Bool {
    do throws(SendError) {
      try socket.send(bytes, to: collector)
    } catch {
      if error == .noBuffer { return false }
      lostCount += 1
    }
    return true
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
