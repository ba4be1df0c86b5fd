internal import Telemetry

/// Lines of a guest's log for people.
enum LogText {
  /// Size of a guest's ring, in bytes: `LogRing` with 64 KiB.
  static var ringByteCount: Int { LogRing.headerByteCount + 65536 }

  /// One entry as a line.
  static func line(_ entry: borrowing LogEntry) -> String {
    var text = ByteCollector()
    entry.writeLine(to: &text)
    return text.text
  }

  /// The lines in a copy of the guest's ring; nil if it is none.
  static func lines(_ ring: [UInt8]) -> [String]? {
    guard let history = try? LogHistory(ring.span.bytes) else { return nil }
    var lines: [String] = []
    history.forEach { lines.append(line($0)) }
    return lines
  }

  /// What a report of a failure shows of the log: its last lines.
  static func report(_ lines: [String], count: Int = 12) -> [String] {
    guard !lines.isEmpty else { return [] }
    let missing = lines.count - count
    let head = missing > 0 ? "log, after \(missing) earlier lines:" : "log:"
    return [head] + lines.suffix(count).map { "  \(ConsoleText.visible($0))" }
  }
}
