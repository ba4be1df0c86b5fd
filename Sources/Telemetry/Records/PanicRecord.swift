/// The guest cannot go on.
public struct PanicRecord: Record {
  public static var kind: RecordKind { .panic }

  public var reason: PanicReason
  /// What the code that gave up had to say; may be empty.
  public var message: InlineText<160>
  /// The registers where it happened, as far as they are known; else 0.
  public var registers = RegisterValues()
  /// Number of the exception or interrupt, if the reason is one; else 0.
  public var vector: UInt8 = 0
  /// What the processor pushed with the exception; 0 if nothing.
  public var errorCode: UInt64 = 0
  /// The calls that led there, the innermost first.
  public var frames = FrameAddresses()
  /// Time since the first instruction of the kernel; 0 if the clock did not run yet.
  public var nanosecondsSinceEntry: UInt64 = 0

  /// Makes a record that holds a reason and a message.
  public init(reason: PanicReason, message: InlineText<160>) {
    self.reason = reason
    self.message = message
  }

  public init(from reader: inout ByteReader) throws(RecordError) {
    guard let reason = PanicReason(rawValue: try reader.integer()) else { throw .malformed }
    self.reason = reason
    vector = try reader.integer()
    errorCode = try reader.integer()
    nanosecondsSinceEntry = try reader.integer()
    message = try InlineText(from: &reader)
    registers = try RegisterValues(from: &reader)
    frames = try FrameAddresses(from: &reader)
  }

  public func write<Sink: ByteSink & ~Copyable>(to sink: inout Sink) {
    sink.write(reason.rawValue)
    sink.write(vector)
    sink.write(littleEndian: errorCode)
    sink.write(littleEndian: nanosecondsSinceEntry)
    message.write(to: &sink)
    registers.write(to: &sink)
    frames.write(to: &sink)
  }
}
