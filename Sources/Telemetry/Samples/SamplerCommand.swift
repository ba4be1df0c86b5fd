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
    var checksum = CRC32C()
    checksum.add(bytes.extracting(0..<Self.byteCount - 4))
    var reader = ByteReader(bytes)
    guard try reader.integer(UInt32.self) == Self.synchronisation else { throw .malformed }
    number = try reader.integer()
    guard let mode = SamplingMode(rawValue: try reader.integer()) else { throw .malformed }
    settings = SamplingSettings(mode: mode)
    settings.rate = try reader.integer()
    settings.jitter = try reader.integer()
    settings.depth = try reader.integer()
    settings.seed = try reader.integer()
    settings.allocationPeriod = try reader.integer()
    settings.stackByteCount = try reader.integer()
    settings.recordsWaits = try reader.integer(UInt32.self) != 0
    guard try reader.integer(UInt32.self) == checksum.value else { throw .malformed }
  }
}

/// Sums up what is written to it.
private struct ChecksumSink: ByteSink {
  var checksum = CRC32C()

  mutating func write(_ byte: UInt8) { checksum.add(byte) }
}
