/// What the host asks of a running guest's sampler, by the bytes of a serial port.
///
/// | offset | size | |
/// |---|---|---|
/// | 0 | 4 | f5 53 4d fa |
/// | 4 | 4 | number of the command, which the guest puts into its `SamplerBlock` |
/// | 8 | 4 | mode |
/// | 12 | 4 | rate |
/// | 16 | 4 | jitter |
/// | 20 | 4 | depth |
/// | 24 | 8 | seed |
/// | 32 | 8 | bytes between samples of allocations |
/// | 40 | 4 | bytes of the stack |
/// | 44 | 4 | 1 if waits and spans are recorded |
/// | 48 | 4 | CRC-32C of what comes before |
public struct SamplerCommand: Equatable, Sendable {
  /// Bytes that a command takes.
  public static var byteCount: Int { 52 }
  /// First bytes of a command.
  static var synchronisation: UInt32 { 0xfa4d_53f5 }

  /// Number of the command, other than that of the one before.
  public var number: UInt32
  /// How samples are to be taken from now on.
  public var settings: SamplingSettings

  /// Makes a command.
  ///
  /// - Parameters:
  ///   - number: Its number.
  ///   - settings: How samples are to be taken from now on.
  public init(number: UInt32, settings: SamplingSettings) {
    self.number = number
    self.settings = settings
  }

  /// Writes the command.
  public func write<Sink: ByteSink & ~Copyable>(to sink: inout Sink) {
    var checksum = ChecksumSink()
    writeFields(to: &checksum)
    writeFields(to: &sink)
    sink.write(littleEndian: checksum.checksum.value)
  }

  private func writeFields<Sink: ByteSink & ~Copyable>(to sink: inout Sink) {
    sink.write(littleEndian: Self.synchronisation)
    sink.write(littleEndian: number)
    sink.write(littleEndian: settings.mode.rawValue)
    sink.write(littleEndian: settings.rate)
    sink.write(littleEndian: settings.jitter)
    sink.write(littleEndian: settings.depth)
    sink.write(littleEndian: settings.seed)
    sink.write(littleEndian: settings.allocationPeriod)
    sink.write(littleEndian: settings.stackByteCount)
    sink.write(littleEndian: UInt32(settings.recordsWaits ? 1 : 0))
  }

  /// Reads a command.
  ///
  /// - Parameter bytes: Its bytes.
  /// - Throws: `truncated` if there are too few, `malformed` if they are no command.
  init(_ bytes: RawSpan) throws(RecordError) {
    guard bytes.byteCount >= Self.byteCount else { throw .truncated }
    // A window slides over all that comes: most of it is told from a command by its first word.
    guard bytes.word(at: 0) == Self.synchronisation,
      let mode = SamplingMode(rawValue: bytes.word(at: 8))
    else { throw .malformed }
    var checksum = CRC32C()
    checksum.add(bytes.extracting(0..<Self.byteCount - 4))
    guard bytes.word(at: 48) == checksum.value else { throw .malformed }
    number = bytes.word(at: 4)
    settings = SamplingSettings(
      mode: mode, rate: bytes.word(at: 12), jitter: bytes.word(at: 16),
      seed: bytes.doubleWord(at: 24), depth: bytes.word(at: 20))
    settings.allocationPeriod = bytes.doubleWord(at: 32)
    settings.stackByteCount = bytes.word(at: 40)
    settings.recordsWaits = bytes.word(at: 44) != 0
  }
}

extension RawSpan {
  // Loads rather than a `ByteReader`, whose every step may fail: a quarter of the code. The machine
  // is one with the lowest byte first, as is the block that the guest answers with.

  /// Four bytes as an integer.
  ///
  /// - Precondition: They lie inside the span.
  @inline(__always)
  fileprivate func word(at offset: Int) -> UInt32 {
    // Safe, both: the load checks its bounds, and any bit pattern is a valid integer.
    unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)
  }

  /// Eight bytes as an integer.
  ///
  /// - Precondition: They lie inside the span.
  @inline(__always)
  fileprivate func doubleWord(at offset: Int) -> UInt64 {
    unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }
}

/// Sums up what is written to it.
private struct ChecksumSink: ByteSink {
  var checksum = CRC32C()

  mutating func write(_ byte: UInt8) { checksum.add(byte) }
}
