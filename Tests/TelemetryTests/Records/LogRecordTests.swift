internal import Telemetry
internal import Testing

@Suite struct LogRecordTests {
  private func record(_ level: LogLevel, _ message: InlineText<498> = "") -> LogRecord {
    LogRecord(level: level, nanosecondsSinceEntry: 5, module: "dns", message: message)
  }

  @Test(arguments: LogLevel.all)
  func `survives a round trip`(level: LogLevel) throws {
    let record = record(level, "virtio-net: link up 1000")
    try expectRoundTrip(record, as: .log(record))
  }

  @Test func `is what a log entry is`() throws {
    let bytes = payload(of: record(.warning, "lost"))
    let entry = try LogEntry(bytes.span.bytes)
    #expect(LogRecord(entry) == record(.warning, "lost"))
  }

  @Test func `refuses a level that it does not know`() {
    var bytes = payload(of: record(.info))
    bytes[2] = 7
    #expect(throws: RecordError.malformed) { let _: LogRecord = try read(bytes) }
  }
}
