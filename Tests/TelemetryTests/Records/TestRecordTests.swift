internal import Telemetry
internal import Testing

@Suite struct TestRecordTests {
  @Test(arguments: [true, false]) func `survives a round trip`(hasPassed: Bool) throws {
    let record = TestRecord(name: "answers a query", hasPassed: hasPassed, line: 42)
    try expectRoundTrip(record, as: .test(record))
  }

  @Test func `refuses an outcome that is neither`() {
    var bytes = payload(of: TestRecord(name: "", hasPassed: true, line: 0))
    bytes[0] = 2
    #expect(throws: RecordError.malformed) { let _: TestRecord = try read(bytes) }
  }
}
