/// The service has ended, by its own decision.
public struct ExitRecord: Record {
  public static var kind: RecordKind { .exit }

  /// What the service said about its end; 0 means that all went well.
  public var status: UInt32
  /// Why it ended, for people; may be empty.
  public var reason: InlineText<96>

  /// Makes a record from its fields.
  public init(status: UInt32, reason: InlineText<96>) {
    self.status = status
    self.reason = reason
  }

  public init(from reader: inout ByteReader) throws(RecordError) {
    status = try reader.integer()
    reason = try InlineText(from: &reader)
  }

  public func write<Sink: ByteSink & ~Copyable>(to sink: inout Sink) {
    sink.write(littleEndian: status)
    reason.write(to: &sink)
  }
}
