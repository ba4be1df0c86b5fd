/// One line of the log as it lies in the ring and travels in records, read in place.
///
/// | offset | size | |
/// |---|---|---|
/// | 0 | 2 | bytes of the whole entry, n, at most 512 |
/// | 2 | 1 | level |
/// | 3 | 1 | bytes of the module's name, m |
/// | 4 | 8 | nanoseconds since the kernel's first instruction; 0 before the clock runs |
/// | 12 | m | name of the module |
/// | 12 + m | n - m - 14 | text; any bytes, as a service writes it |
/// | n - 2 | 2 | n once more, so that a reader finds its way from the last entry backwards |
///
/// Integers go lowest byte first.
public struct LogEntry: ~Escapable {
  /// Bytes of an entry beside its module and its text.
  public static var overheadByteCount: Int { 14 }
  /// Bytes of the largest entry.
  public static var maximumByteCount: Int { 512 }

  /// How much the line matters.
  public let level: LogLevel
  private let moduleByteCount: Int
  private let bytes: RawSpan

  /// Reads an entry.
  ///
  /// - Parameter bytes: The entry from its first byte on; bytes behind it are left alone.
  /// - Throws: `truncated` if the bytes end before the entry does, `malformed` if they are none.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan) throws(RecordError) {
    var reader = ByteReader(bytes)
    let byteCount = Int(try reader.integer(UInt16.self))
    guard byteCount >= Self.overheadByteCount, byteCount <= Self.maximumByteCount else {
      throw .malformed
    }
    guard byteCount <= bytes.byteCount else { throw .truncated }
    let level = LogLevel(rawValue: try reader.integer())
    let moduleByteCount = Int(try reader.integer(UInt8.self))
    guard let level, moduleByteCount + Self.overheadByteCount <= byteCount,
      Int(bytes.byte(at: byteCount - 2)) | Int(bytes.byte(at: byteCount - 1)) << 8 == byteCount
    else { throw .malformed }
    self.level = level
    self.moduleByteCount = moduleByteCount
    self.bytes = bytes.extracting(0..<byteCount)
  }

  /// Bytes of the whole entry.
  public var byteCount: Int { bytes.byteCount }

  /// Time since the kernel's first instruction; 0 before the clock runs.
  public var nanosecondsSinceEntry: UInt64 {
    var value: UInt64 = 0
    for index in 0..<8 { value |= UInt64(bytes.byte(at: 4 + index)) << UInt64(8 * index) }
    return value
  }

  /// Name of the module.
  public var module: RawSpan {
    @_lifetime(copy self) get { bytes.extracting(12..<12 + moduleByteCount) }
  }

  /// What the line says.
  public var text: RawSpan {
    @_lifetime(copy self) get { bytes.extracting(12 + moduleByteCount..<bytes.byteCount - 2) }
  }

  /// Writes the entry as a line for people, without its end: `[   1.234567] info dns: text`.
  ///
  /// Control characters become question marks, as a line may not tear or drive a terminal.
  public func writeLine<Sink: ByteSink & ~Copyable>(to sink: inout Sink) {
    sink.write(0x5b)
    let microseconds = nanosecondsSinceEntry / 1000
    Self.write(microseconds / 1_000_000, from: 1000, padding: 0x20, to: &sink)
    sink.write(0x2e)
    Self.write(microseconds % 1_000_000, from: 100_000, padding: 0x30, to: &sink)
    sink.write(0x5d)
    sink.write(0x20)
    level.writeName(to: &sink)
    sink.write(0x20)
    let textStart = 12 &+ moduleByteCount
    writeVisibly(12..<textStart, to: &sink)
    sink.write(0x3a)
    sink.write(0x20)
    writeVisibly(textStart..<bytes.byteCount &- 2, to: &sink)
  }

  @inline(never)
  private func writeVisibly<Sink: ByteSink & ~Copyable>(_ range: Range<Int>, to sink: inout Sink) {
    for index in range {
      let byte = bytes.byte(at: index)
      sink.write(byte < 0x20 || byte == 0x7f ? 0x3f : byte)
    }
  }

  @inline(never)
  private static func write<Sink: ByteSink & ~Copyable>(
    _ value: UInt64, from least: UInt64, padding: UInt8, to sink: inout Sink
  ) {
    var least = least
    while least > value, least > 1 {
      sink.write(padding)
      least /= 10
    }
    sink.write(decimal: value)
  }
}
