/// A line of the guest's log; its payload is the bytes of a `LogEntry`.
public struct LogRecord: Record {
  public static var kind: RecordKind { .log }

  public var level: LogLevel
  /// Time since the first instruction of the kernel; 0 before the clock runs.
  public var nanosecondsSinceEntry: UInt64
  /// Who says it.
  public var module: InlineText<32>
  /// The line, without its end.
  public var message: InlineText<498>

  /// Makes a record from its fields.
  public init(
    level: LogLevel, nanosecondsSinceEntry: UInt64, module: InlineText<32>,
    message: InlineText<498>
  ) {
    self.level = level
    self.nanosecondsSinceEntry = nanosecondsSinceEntry
    self.module = module
    self.message = message
  }

  /// Copies an entry.
  public init(_ entry: borrowing LogEntry) {
    level = entry.level
    nanosecondsSinceEntry = entry.nanosecondsSinceEntry
    module = InlineText(entry.module)
    message = InlineText(entry.text)
  }

  public init(from reader: inout ByteReader) throws(RecordError) {
    let entry = try LogEntry(reader.rest)
    self.init(entry)
  }

  public func write<Sink: ByteSink & ~Copyable>(to sink: inout Sink) {
    let count = LogEntry.overheadByteCount + module.byteCount + message.byteCount
    precondition(count <= LogEntry.maximumByteCount, "a line too long for an entry")
    sink.write(littleEndian: UInt16(count))
    sink.write(level.rawValue)
    sink.write(UInt8(module.byteCount))
    sink.write(littleEndian: nanosecondsSinceEntry)
    module.writeBytes(to: &sink)
    message.writeBytes(to: &sink)
    sink.write(littleEndian: UInt16(count))
  }
}
