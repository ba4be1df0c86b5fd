/// A line of the guest's log.
public struct LogRecord: Record {
  public static var kind: RecordKind { .log }

  /// How much a line matters, the least first.
  public enum Level: UInt8, Sendable {
    case debug, info, notice, warning, error
  }

  public var level: Level
  /// Time since the first instruction of the kernel.
  public var nanosecondsSinceEntry: UInt64
  /// The line, without its end.
  public var message: InlineText<240>

  /// Makes a record from its fields.
  public init(level: Level, nanosecondsSinceEntry: UInt64, message: InlineText<240>) {
    self.level = level
    self.nanosecondsSinceEntry = nanosecondsSinceEntry
    self.message = message
  }

  public init(from reader: inout ByteReader) throws(RecordError) {
    guard let level = Level(rawValue: try reader.integer()) else { throw .malformed }
    self.level = level
    nanosecondsSinceEntry = try reader.integer()
    message = try InlineText(from: &reader)
  }

  public func write<Sink: ByteSink & ~Copyable>(to sink: inout Sink) {
    sink.write(level.rawValue)
    sink.write(littleEndian: nanosecondsSinceEntry)
    message.write(to: &sink)
  }
}
