internal import Telemetry
internal import Testing

@Suite struct ReadyRecordTests {
  @Test func `survives a round trip`() throws {
    let record = ReadyRecord(
      nanosecondsSinceEntry: 12_345_678, timestamp: .max, address: 0x0a00_002a, heapByteCount: 4096)
    try expectRoundTrip(record, as: .ready(record))
  }

  @Test func `is 28 bytes in the order of its fields`() {
    let record = ReadyRecord(
      nanosecondsSinceEntry: 1, timestamp: 2, address: 0x0a00_002a, heapByteCount: 3)
    #expect(
      payload(of: record) == [
        1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0x2a, 0, 0, 0x0a, 3, 0, 0, 0, 0, 0, 0, 0,
      ])
  }
}
