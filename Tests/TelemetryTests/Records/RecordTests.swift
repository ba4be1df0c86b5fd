internal import Telemetry
internal import Testing

@Suite struct RecordTests {
  /// A record of a kind that only this test knows.
  struct Sample: Record {
    static var kind: RecordKind { RecordKind(rawValue: 200) }
    var value: UInt16

    init(value: UInt16) {
      self.value = value
    }

    init(from reader: inout ByteReader) throws(RecordError) {
      value = try reader.integer()
    }

    func write<Sink: ByteSink & ~Copyable>(to sink: inout Sink) {
      sink.write(littleEndian: value)
    }
  }

  @Test func `counts the bytes that it writes`() {
    #expect(Sample(value: 1).payloadByteCount == 2)
  }

  @Test func `may be of a kind that others do not know`() throws {
    try expectRoundTrip(Sample(value: 0xabcd), as: .unknown(Sample.kind))
  }
}
