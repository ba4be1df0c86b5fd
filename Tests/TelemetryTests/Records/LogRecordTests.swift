internal import Telemetry
internal import Testing

@Suite struct LogRecordTests {
  @Test(arguments: [LogRecord.Level.debug, .info, .notice, .warning, .error])
  func `survives a round trip`(level: LogRecord.Level) throws {
    let record = LogRecord(
      level: level, nanosecondsSinceEntry: 5, message: "virtio-net: link up 1000")
    try expectRoundTrip(record, as: .log(record))
  }

  @Test func `refuses a level that it does not know`() {
    var bytes = payload(of: LogRecord(level: .info, nanosecondsSinceEntry: 0, message: ""))
    bytes[0] = 5
    #expect(throws: RecordError.malformed) { let _: LogRecord = try read(bytes) }
  }
}
