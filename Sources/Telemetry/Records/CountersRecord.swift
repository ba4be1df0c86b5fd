/// The guest's counters at one moment.
public struct CountersRecord: Record {
  public static var kind: RecordKind { .counters }

  /// Time since the first instruction of the kernel.
  public var nanosecondsSinceEntry: UInt64
  public var counters: Counters

  /// Makes a record from its fields.
  public init(nanosecondsSinceEntry: UInt64, counters: Counters) {
    self.nanosecondsSinceEntry = nanosecondsSinceEntry
    self.counters = counters
  }

  public init(from reader: inout ByteReader) throws(RecordError) {
    nanosecondsSinceEntry = try reader.integer()
    let count = Int(try reader.integer(UInt16.self))
    counters = try Counters(from: &reader, count: count)
  }

  public func write<Sink: ByteSink & ~Copyable>(to sink: inout Sink) {
    sink.write(littleEndian: nanosecondsSinceEntry)
    sink.write(littleEndian: UInt16(Counter.count))
    counters.write(to: &sink)
  }
}
