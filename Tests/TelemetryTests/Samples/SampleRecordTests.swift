internal import Telemetry
internal import Testing

/// The bytes of a sample, field by field as the table in `SampleLayout` has them.
struct SampleBytes {
  var kind: UInt8 = 1
  var context: UInt8 = 0
  var end: UInt8 = 0
  var boundary: UInt8 = 0
  var previous: UInt8 = 12
  var number: UInt32 = 7
  var interval: UInt32 = 10
  var addresses: [UInt32] = [0x1000, 0x2000, 0x3000]
  var extra: [UInt64] = []

  var bytes: [UInt8] {
    func little(_ value: some FixedWidthInteger) -> [UInt8] {
      withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
    var rest = [kind, UInt8(addresses.count), context, end, boundary, previous]
    rest += little(number) + little(interval) + little(0x1122_3344_5566 as UInt64)
    rest += little(42 as UInt64) + little(99 as UInt32)
    rest += little(0x8877_6655 as UInt32) + little(0x4433_2211 as UInt32)
    rest += addresses.flatMap { little($0) }
    while rest.count % 8 != 6 { rest.append(0) }
    rest += extra.flatMap { little($0) }
    return little(UInt16((rest.count + 2) / 8)) + rest
  }
}

@Suite struct SampleRecordTests {
  @Test func `reads fields in place`() throws {
    var sample = SampleBytes()
    sample.context = 0x72
    sample.boundary = 2
    sample.end = 1
    sample.extra = [5, .max]
    let bytes = sample.bytes + [1, 2, 3]
    let record = try SampleRecord(bytes.span.bytes)
    #expect(record.kind == .processor && record.context == .interrupt && record.end == .tooDeep)
    #expect(record.isNonMaskable && record.hasInterruptsOff && record.hasSearched)
    #expect(record.boundary == 2)
    #expect(record.previousByteCount == 96)
    #expect(record.number == 7 && record.intervalTicks == 160)
    #expect(record.tick == 0x1122_3344_5566 && record.label == 42 && record.costTicks == 99)
    #expect(record.topWord(0) == 0x8877_6655 && record.topWord(1) == 0x4433_2211)
    #expect(record.addressCount == 3 && record.address(at: 0) == 0x1000)
    #expect(record.address(at: 2) == 0x3000)
    #expect(record.extraWordCount == 2 && record.extraWord(at: 1) == .max)
    #expect(record.byteCount == bytes.count - 3)
  }

  @Test func `knows no boundary where there is none`() throws {
    var sample = SampleBytes()
    let bytes = sample.bytes
    let record = try SampleRecord(bytes.span.bytes)
    #expect(record.boundary == nil && !record.isNonMaskable && !record.hasInterruptsOff)
    sample.previous = 255
    let other = sample.bytes
    #expect(try SampleRecord(other.span.bytes).previousByteCount == nil)
    #expect(record.context == .busy && record.end == .complete && record.extraWordCount == 0)
  }

  @Test func `refuses every shorter length`() {
    let bytes = SampleBytes().bytes
    for count in 0..<bytes.count {
      #expect(throws: RecordError.truncated) {
        _ = try SampleRecord(Array(bytes[..<count]).span.bytes)
      }
    }
  }

  @Test(arguments: [(0, 1), (1, 0xff), (3, 130), (4, 3), (5, 9), (6, 3)])
  func `refuses forbidden values`(change: (offset: Int, value: UInt8)) {
    var bytes = SampleBytes().bytes
    bytes[change.offset] = change.value
    let error: RecordError = change.offset == 1 ? .truncated : .malformed
    #expect(throws: error) { _ = try SampleRecord(bytes.span.bytes) }
  }

  @Test func `its head is what the fields say`() throws {
    var sample = SampleBytes()
    sample.context = 0x11
    sample.boundary = 1
    let head = SampleLayout.head(
      byteCount: SampleLayout.byteCount(addressCount: 3), kind: .processor, addressCount: 3,
      context: 0x11, end: .complete, boundary: 1, previousByteCount: 96)
    let bytes = sample.bytes
    #expect(Array(bytes[..<8]) == withUnsafeBytes(of: head) { Array($0) })
  }

  @Test func `any bytes do no harm`() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let bytes = (0..<200).map { _ in UInt8.random(in: 0...255, using: &generator) & 0x8f }
      guard let record = try? SampleRecord(bytes.span.bytes) else { continue }
      for index in 0..<record.addressCount { _ = record.address(at: index) }
      for index in 0..<record.extraWordCount { _ = record.extraWord(at: index) }
    }
  }
}
