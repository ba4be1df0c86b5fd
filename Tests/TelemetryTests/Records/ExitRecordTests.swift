internal import Telemetry
internal import Testing

@Suite struct ExitRecordTests {
  @Test(arguments: [UInt32(0), 1, .max]) func `survives a round trip`(status: UInt32) throws {
    let record = ExitRecord(status: status, reason: "all \u{e9}checks passed")
    try expectRoundTrip(record, as: .exit(record))
  }
}
