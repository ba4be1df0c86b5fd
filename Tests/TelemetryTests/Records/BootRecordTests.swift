internal import Telemetry
internal import Testing

@Suite struct BootRecordTests {
  @Test(arguments: [UInt64(0), 3 << 20, .max]) func `survives a round trip`(number: UInt64) throws {
    let record = BootRecord(
      memoryByteCount: number, timestampAtEntry: number / 2, kernelVersion: "0.1.0")
    try expectRoundTrip(record, as: .boot(record))
  }

  @Test func `refuses a version longer than any`() {
    let long = [UInt8](repeating: 0, count: 16) + [33, 0] + [UInt8](repeating: 0x31, count: 33)
    #expect(throws: RecordError.malformed) {
      let _: BootRecord = try read(long)
    }
  }
}
