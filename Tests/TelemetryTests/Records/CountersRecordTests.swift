internal import Telemetry
internal import Testing

@Suite struct CountersRecordTests {
  @Test func `survives a round trip`() throws {
    var counters = Counters()
    counters[.heapBytesInUse] = 4096
    counters[.wakeups] = .max
    let record = CountersRecord(nanosecondsSinceEntry: 9, counters: counters)
    try expectRoundTrip(record, as: .counters(record))
  }

  @Test func `reads an older guest, which knows fewer counters`() throws {
    let bytes = [UInt8](repeating: 0, count: 8) + [2, 0] + [UInt8](repeating: 1, count: 16)
    let record: CountersRecord = try read(bytes)
    #expect(record.counters[.heapPeakBytes] == 0x0101_0101_0101_0101)
    #expect(record.counters[.allocations] == 0)
  }

  @Test func `reads a newer guest, which knows more`() throws {
    let bytes = [UInt8](repeating: 0, count: 8) + [40, 0] + [UInt8](repeating: 1, count: 320)
    let record: CountersRecord = try read(bytes)
    #expect(record.counters[.wakeups] == 0x0101_0101_0101_0101)
  }
}
