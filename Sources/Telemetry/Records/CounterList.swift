/// Counters by name at one moment: the payload of a `counters` record.
///
/// | size | |
/// |---|---|
/// | 8 | nanoseconds since the kernel's first instruction |
/// | then for each counter: 2 | bytes of its name, n |
/// | n | its name |
/// | 8 | its value |
public struct CounterList: ~Escapable {
  /// Time since the first instruction of the kernel.
  public let nanosecondsSinceEntry: UInt64
  private let counters: RawSpan

  /// Reads the payload.
  ///
  /// - Throws: `truncated` if it ends before its time does.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(RecordError) {
    var reader = ByteReader(bytes)
    nanosecondsSinceEntry = try reader.integer()
    counters = bytes.extracting(8..<bytes.byteCount)
  }

  /// Visits the counters, up to the first that is cut off.
  public func forEach(_ body: (_ name: RawSpan, _ value: UInt64) -> Void) {
    var offset = 0
    while offset + 10 <= counters.byteCount {
      let count = Int(counters.byte(at: offset)) | Int(counters.byte(at: offset + 1)) << 8
      let end = offset + 2 + count
      guard end + 8 <= counters.byteCount else { return }
      var value: UInt64 = 0
      for index in (0..<8).reversed() {
        value = value << 8 | UInt64(counters.byte(at: end + index))
      }
      body(counters.extracting(offset + 2..<end), value)
      offset = end + 8
    }
  }

  /// Writes the time, with which the payload begins.
  public static func write<Sink: ByteSink & ~Copyable>(
    nanosecondsSinceEntry: UInt64, to sink: inout Sink
  ) {
    sink.write(littleEndian: nanosecondsSinceEntry)
  }

  /// Writes one counter.
  public static func write<Sink: ByteSink & ~Copyable>(
    _ name: borrowing CounterName, _ value: UInt64, to sink: inout Sink
  ) {
    sink.write(littleEndian: UInt16(byteCount(name) - 10))
    name.write(to: &sink)
    sink.write(littleEndian: value)
  }

  /// Bytes that one counter takes.
  public static func byteCount(_ name: borrowing CounterName) -> Int {
    var counter = CountingSink()
    name.write(to: &counter)
    return counter.byteCount + 10
  }
}
