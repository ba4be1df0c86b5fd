internal import Telemetry
internal import Testing

/// A sink that keeps what it is given.
struct ByteBuffer: ByteSink {
  var bytes: [UInt8] = []

  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func write(_ byte: UInt8) {
    bytes.append(byte)
  }
}

/// The payload of a record.
func payload<Value: Record>(of record: Value) -> [UInt8] {
  var buffer = ByteBuffer()
  record.write(to: &buffer)
  return buffer.bytes
}

/// Reads a record from a payload.
func read<Value: Record>(_ payload: [UInt8]) throws(RecordError) -> Value {
  var reader = ByteReader(payload.span.bytes)
  return try Value(from: &reader)
}

/// Checks what every kind of record must do: survive a round trip, alone and with bytes of a later
/// version behind it, announce its length, be an event of its kind, and refuse to be cut.
func expectRoundTrip<Value: Record>(
  _ record: Value, as event: Event, sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let bytes = payload(of: record)
  #expect(record.payloadByteCount == bytes.count, sourceLocation: sourceLocation)
  #expect(try read(bytes) == record, sourceLocation: sourceLocation)
  #expect(try read(bytes + [1, 2, 3]) == record, sourceLocation: sourceLocation)
  #expect(
    Event(kind: Value.kind, payload: bytes.span.bytes) == event, sourceLocation: sourceLocation)
  for count in 0..<bytes.count {
    #expect(throws: RecordError.truncated, sourceLocation: sourceLocation) {
      let _: Value = try read(Array(bytes[..<count]))
    }
  }
}
