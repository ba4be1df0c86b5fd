public import Syslog
public import Telemetry
internal import Time
internal import _Concurrency

extension Log {
  /// Sends the log's lines to a collector, too, from those that are in memory on.
  ///
  /// Lines are sent by a task, which finds them in memory: a line never waits for the network, and
  /// what comes faster than it can be sent, or while the log overtakes the sender, is left out and
  /// counted in a line of its own.
  ///
  /// - Parameters:
  ///   - sender: Who sends them.
  ///   - level: The least level of lines that are sent; none below the log's own are.
  public func forward(by sender: SyslogSender, from level: LogLevel = .info) {
    Task { await LogForwarder(sender, level).run() }
  }
}

/// Sends the lines of the log, as they come.
private final class LogForwarder: @unchecked Sendable {
  /// Opens after lines were written.
  private static let written = TaskGate()

  private let sender: SyslogSender
  private let level: LogLevel
  /// Bytes of all lines that were sent or left out.
  private var position: UInt64 = 0

  /// How many bytes of lines are sent before others get their turn.
  private static var burst: Int { 4096 }
  /// What the log keeps may be overwritten while it is read; so much of it is left alone.
  private static var reach: Int { 60_000 }

  init(_ sender: SyslogSender, _ level: LogLevel) {
    self.sender = sender
    self.level = level
  }

  func run() async {
    // Safe: one core, and interrupt handlers only read it.
    if unsafe Log.writtenEvent == 0 {
      // As a device would, a line lets the run loop know.
      let slot = DeviceSlots.take(isNetwork: false, poll: { LogForwarder.written.open() })
      guard let slot else { return log(.error, "too many devices to send lines", module: "log") }
      unsafe Log.writtenEvent = Event.device(slot)
    }
    while !Task.isCancelled {
      await sender.untilSent()
      let hasSent = sendBurst()
      if hasSent { await Task.yield() } else { await Self.written.wait(before: nil) }
    }
  }

  /// Sends some lines; returns whether there were any.
  private func sendBurst() -> Bool {
    guard let history = try? LogHistory(Log.ring.bytes), history.end > position else {
      return false
    }
    var messages: [SyslogMessage] = []
    let visit = history.visit(from: position, reach: Self.reach, burst: Self.burst) { entry in
      if entry.level >= level { messages.append(SyslogMessage(entry)) }
    }
    position = visit.position
    if visit.isCut {
      sender.send(SyslogMessage(.warning, facility: .kernel, text: Array("lines were lost".utf8)))
    }
    for message in messages { sender.send(message) }
    return true
  }
}

extension SyslogMessage {
  /// Makes a message of a line of the log.
  fileprivate init(_ entry: borrowing LogEntry) {
    let severity: SyslogSeverity =
      switch entry.level {
      case .trace, .debug: .debug
      case .info: .informational
      case .notice: .notice
      case .warning: .warning
      case .error: .error
      case .critical: .critical
      }
    self.init(severity, facility: .kernel, text: entry.text.array)
    kind = entry.module.array
    let age = Int(currentNanoseconds()) - Int(entry.nanosecondsSinceEntry)
    if let now = WallClock().now { timestamp = now.advanced(byNanoseconds: -age).rfc5424 }
  }
}

extension Timestamp {
  /// The moment as syslog writes it.
  ///
  /// Source: RFC 5424, section 6.2.3.
  var rfc5424: [UInt8] {
    var sink = ArraySink()
    write(to: &sink, fractionDigits: 6)
    return sink.bytes
  }
}

/// Bytes that are collected.
private struct ArraySink: ByteSink {
  var bytes: [UInt8] = []

  mutating func write(_ byte: UInt8) { bytes.append(byte) }
}

extension RawSpan {
  /// The bytes in an array of their own.
  fileprivate var array: [UInt8] {
    // Safe: any byte is a valid byte.
    unsafe withUnsafeBytes { unsafe Array($0) }
  }
}
