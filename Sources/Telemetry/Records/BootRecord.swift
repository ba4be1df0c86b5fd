/// The kernel has started: the first record of a guest.
public struct BootRecord: Record {
  public static var kind: RecordKind { .boot }

  /// Memory that the guest may use, in bytes.
  public var memoryByteCount: UInt64
  /// Time-stamp counter at the first instruction of the kernel.
  public var timestampAtEntry: UInt64
  /// Version of the kernel, for people.
  public var kernelVersion: InlineText<32>

  /// Makes a record from its fields.
  public init(memoryByteCount: UInt64, timestampAtEntry: UInt64, kernelVersion: InlineText<32>) {
    self.memoryByteCount = memoryByteCount
    self.timestampAtEntry = timestampAtEntry
    self.kernelVersion = kernelVersion
  }

  public init(from reader: inout ByteReader) throws(RecordError) {
    memoryByteCount = try reader.integer()
    timestampAtEntry = try reader.integer()
    kernelVersion = try InlineText(from: &reader)
  }

  public func write<Sink: ByteSink & ~Copyable>(to sink: inout Sink) {
    sink.write(littleEndian: memoryByteCount)
    sink.write(littleEndian: timestampAtEntry)
    kernelVersion.write(to: &sink)
  }
}
