/// The kernel's counters in guest memory, for a host that reads them without the guest's help.
///
/// Lies at the symbol `kernel_statistics`; 256 bytes, integers only, lowest byte first:
///
/// | offset | size | |
/// |---|---|---|
/// | 0 | 8 | magic, the bytes `SWFTSTAT` |
/// | 8 | 4 | version, 1 |
/// | 12 | 4 | how many counters follow |
/// | 16 | 8 each | the counters, in the order of `Counter` |
public struct StatisticsBlock: Sendable, Equatable {
  /// Size in guest memory, in bytes.
  public static var byteCount: Int { 256 }
  /// Where the first counter lies, in bytes; the others follow every 8 bytes.
  public static var countersOffset: Int { 16 }
  /// First 8 bytes of the block.
  public static var magic: UInt64 { 0x5441_5453_5446_5753 }
  /// Version of the layout.
  public static var version: UInt32 { 1 }

  private var magic = StatisticsBlock.magic
  private var version = StatisticsBlock.version
  private var counterCount = UInt32(Counter.count)
  /// The counters.
  public var counters = Counters()

  /// Makes a block whose counters are all 0.
  public init() {}

  /// Reads a block from a copy of guest memory.
  ///
  /// - Parameter bytes: The bytes from the symbol on; fewer than the whole block will do if they
  ///   hold the counters that the guest knows.
  /// - Throws: `truncated` if they end too early, `malformed` if they are no block of this version.
  public init(decoding bytes: RawSpan) throws(RecordError) {
    var reader = ByteReader(bytes)
    magic = try reader.integer()
    version = try reader.integer()
    guard magic == Self.magic, version == Self.version else { throw .malformed }
    counterCount = try reader.integer()
    guard counterCount <= Counters.capacity else { throw .malformed }
    counters = try Counters(from: &reader, count: Int(counterCount))
  }
}
