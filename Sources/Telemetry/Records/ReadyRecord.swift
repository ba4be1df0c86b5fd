/// The service has started and the run loop went idle for the first time.
public struct ReadyRecord: Record {
  public static var kind: RecordKind { .ready }

  /// Time since the first instruction of the kernel.
  public var nanosecondsSinceEntry: UInt64
  /// Time-stamp counter at this moment.
  public var timestamp: UInt64
  /// IPv4 address of the guest as a number: 10.0.0.42 is 0x0a00002a; 0 if it has none.
  public var address: UInt32
  /// Heap bytes in use.
  public var heapByteCount: UInt64

  /// Makes a record from its fields.
  public init(
    nanosecondsSinceEntry: UInt64, timestamp: UInt64, address: UInt32, heapByteCount: UInt64
  ) {
    self.nanosecondsSinceEntry = nanosecondsSinceEntry
    self.timestamp = timestamp
    self.address = address
    self.heapByteCount = heapByteCount
  }

  public init(from reader: inout ByteReader) throws(RecordError) {
    nanosecondsSinceEntry = try reader.integer()
    timestamp = try reader.integer()
    address = try reader.integer()
    heapByteCount = try reader.integer()
  }

  public func write<Sink: ByteSink & ~Copyable>(to sink: inout Sink) {
    sink.write(littleEndian: nanosecondsSinceEntry)
    sink.write(littleEndian: timestamp)
    sink.write(littleEndian: address)
    sink.write(littleEndian: heapByteCount)
  }
}
