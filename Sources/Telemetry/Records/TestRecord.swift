/// A check was made inside the guest.
public struct TestRecord: Record {
  public static var kind: RecordKind { .test }

  /// What was checked.
  public var name: InlineText<120>
  /// Whether it held.
  public var hasPassed: Bool
  /// Line of the check in its source file; 0 if unknown.
  public var line: UInt32

  /// Makes a record from its fields.
  public init(name: InlineText<120>, hasPassed: Bool, line: UInt32) {
    self.name = name
    self.hasPassed = hasPassed
    self.line = line
  }

  public init(from reader: inout ByteReader) throws(RecordError) {
    switch try reader.integer(UInt8.self) {
    case 0: hasPassed = false
    case 1: hasPassed = true
    default: throw .malformed
    }
    line = try reader.integer()
    name = try InlineText(from: &reader)
  }

  public func write<Sink: ByteSink & ~Copyable>(to sink: inout Sink) {
    sink.write(hasPassed ? 1 : 0)
    sink.write(littleEndian: line)
    name.write(to: &sink)
  }
}
