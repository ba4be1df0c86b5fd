/// A value that travels from the guest to the host.
///
/// A payload may grow at its end: readers ignore bytes after the fields they know.
public protocol Record: Equatable, Sendable {
  /// What the record is about.
  static var kind: RecordKind { get }

  /// Reads the record from its payload.
  ///
  /// - Parameter reader: The payload.
  /// - Throws: `truncated` if a field is missing, `malformed` if one has a forbidden value.
  init(from reader: inout ByteReader) throws(RecordError)

  /// Writes the payload.
  func write<Sink: ByteSink & ~Copyable>(to sink: inout Sink)
}

extension Record {
  /// Bytes that the payload takes.
  public var payloadByteCount: Int {
    var counter = CountingSink()
    write(to: &counter)
    return counter.byteCount
  }
}

/// Why a payload is not a record of its kind.
public enum RecordError: Error {
  /// The payload ends before its fields do.
  case truncated
  /// A field has a value that its type forbids.
  case malformed
}
