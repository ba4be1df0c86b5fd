/// Writes messages as protocol buffers have them.
///
/// Source: Protocol Buffers, Encoding.
struct ProtobufWriter {
  private(set) var writer = ByteWriter()

  var bytes: [UInt8] { writer.bytes }

  /// Adds an integer, unless it is 0, which is what a field without a value means.
  mutating func add(_ field: UInt64, _ value: UInt64) {
    guard value != 0 else { return }
    writer.add(varint: field << 3)
    writer.add(varint: value)
  }

  /// Adds a text or a message.
  mutating func add(_ field: UInt64, _ bytes: some Collection<UInt8>) {
    writer.add(varint: field << 3 | 2)
    writer.add(varint: UInt64(bytes.count))
    writer.add(bytes)
  }

  /// Adds integers in one field.
  mutating func add(_ field: UInt64, packed values: [UInt64]) {
    var packed = ByteWriter()
    for value in values { packed.add(varint: value) }
    add(field, packed.bytes)
  }

  /// Adds a message that a closure fills.
  mutating func add(_ field: UInt64, _ fill: (inout ProtobufWriter) -> Void) {
    var message = ProtobufWriter()
    fill(&message)
    add(field, message.bytes)
  }
}
