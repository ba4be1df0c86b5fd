internal import Telemetry
internal import Testing

@Suite struct RecordEncoderTests {
  @Test func `frames a payload as the layout says`() {
    var encoder = RecordEncoder(sink: ByteBuffer(), sequence: 0x0102_0304)
    encoder.send(
      kind: RecordKind(rawValue: 0x99), flags: .panicking, payload: ([7, 8] as [UInt8]).span.bytes)
    let checked: [UInt8] = [0x99, 1, 2, 0, 4, 3, 2, 1, 7, 8]
    var checksum = CRC32C()
    checksum.add(checked.span.bytes)
    var expected = ByteBuffer(bytes: [0xf5, 0x53, 0x4c, 0xfa] + checked)
    expected.write(littleEndian: checksum.value)
    #expect(encoder.sink.bytes == expected.bytes)
  }

  @Test func `frames a record like the bytes of its payload`() {
    let record = ExitRecord(status: 3, reason: "done")
    var fromRecord = RecordEncoder(sink: ByteBuffer())
    fromRecord.send(record)
    var fromBytes = RecordEncoder(sink: ByteBuffer())
    fromBytes.send(kind: .exit, payload: payload(of: record).span.bytes)
    #expect(fromRecord.sink.bytes == fromBytes.sink.bytes)
  }

  @Test func `numbers the records and starts anew after the last number`() {
    var encoder = RecordEncoder(sink: ByteBuffer(), sequence: .max)
    encoder.send(ExitRecord(status: 0, reason: ""))
    #expect(encoder.sequence == 0)
  }
}
