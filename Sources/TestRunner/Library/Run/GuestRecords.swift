internal import Telemetry

/// The stream of records from a guest, as the facts that the judge wants.
final class GuestRecords {
  /// The record of the panic, once one has come.
  private(set) var panic: PanicRecord?
  /// The first record, once it has come.
  private(set) var boot: BootRecord?
  /// The reports of tasks that do not yield.
  private(set) var stalls: [PanicRecord] = []
  /// The record of readiness, once it has come.
  private(set) var ready: ReadyRecord?
  /// The last lines of the log as the guest sent them when it panicked or failed.
  private(set) var logTail: [String] = []
  /// The lines of the log that came one by one, those that came last: see `log.records=`.
  private(set) var logLines: [String] = []
  /// How many of them are kept.
  static let maximumLogLineCount = 10_000
  /// How many reports of tasks that do not yield are kept, the first ones.
  static let maximumStallCount = 1000
  /// The counters as the guest reported them last; empty if it has not.
  private(set) var counters: [(name: String, value: UInt64)] = []
  private var decoder = RecordDecoder()
  private var isDamageReported = false

  /// Takes bytes, cut anywhere.
  ///
  /// - Returns: What they say, in order.
  func take(_ bytes: [UInt8]) -> [Observation] {
    var observations: [Observation] = []
    decoder.feed(bytes.span.bytes) { record in
      if let observation = self.observation(of: record) { observations.append(observation) }
    }
    return observations + damage()
  }

  /// Takes the end of the stream.
  func finish() -> [Observation] {
    var observations: [Observation] = []
    decoder.finish { record in
      if let observation = self.observation(of: record) { observations.append(observation) }
    }
    return observations + damage()
  }

  private func observation(of record: borrowing RawRecord) -> Observation? {
    switch record.event {
    case .ready(let record):
      ready = record
      return .ready
    case .panic(let record):
      panic = record
      return .panic(message: Self.reason(record))
    case .exit(let record): return .serviceEnded(status: Int(record.status))
    case .test(let record):
      let name = String(decoding: record.name.copy(as: [UInt8].self), as: UTF8.self)
      return record.hasPassed ? nil : .checkFailed(name: name, line: Int(record.line))
    case .malformed(let kind, _):
      return .recordsDamaged(reason: "a record of kind \(kind.rawValue) is malformed")
    case .logTail:
      LogTail(record.payload).forEach { entry in
        guard self.logTail.count < Self.maximumLogLineCount else { return }
        self.logTail.append(LogText.line(entry))
      }
      return nil
    case .counters:
      counters = []
      guard let list = try? CounterList(record.payload) else { return nil }
      list.forEach { name, value in
        var text = ByteCollector()
        text.write(name)
        self.counters.append((text.text, value))
      }
      return nil
    case .stall(let record):
      if stalls.count < Self.maximumStallCount { stalls.append(record) }
      return .stalled(message: Self.reason(record))
    case .log:
      if logLines.count == Self.maximumLogLineCount { logLines.removeFirst() }
      if let entry = try? LogEntry(record.payload) { logLines.append(LogText.line(entry)) }
      return nil
    case .boot(let record):
      boot = record
      return nil
    case .unknown: return nil
    }
  }

  /// What is wrong with the stream as such, once.
  private func damage() -> [Observation] {
    let statistics = decoder.statistics
    var faults: [String] = []
    if statistics.badChecksumCount > 0 { faults.append("a wrong checksum") }
    if statistics.oversizedCount > 0 { faults.append("a record longer than any") }
    if statistics.gapCount > 0 { faults.append("\(statistics.missingCount) records missing") }
    if statistics.skippedByteCount > 0 {
      faults.append("\(statistics.skippedByteCount) bytes that are no record")
    }
    guard !faults.isEmpty, !isDamageReported else { return [] }
    isDamageReported = true
    return [.recordsDamaged(reason: "the record stream has \(faults.joined(separator: ", "))")]
  }

  /// A panic in one line.
  static func reason(_ record: PanicRecord) -> String {
    let message = string(record.message)
    var reason = string(record.reason.name)
    if record.reason == .exception || record.reason == .unexpectedInterrupt {
      reason += " \(string(PanicReason.name(ofVector: record.vector))) (\(record.vector))"
    }
    return message.isEmpty ? reason : "\(reason): \(message)"
  }

  private static func string<let capacity: Int>(_ text: InlineText<capacity>) -> String {
    String(decoding: text.copy(as: [UInt8].self), as: UTF8.self)
  }
}
