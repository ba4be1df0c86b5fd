/// A stretch of a service's work that has begun and not ended, as the host finds it.
///
/// A table of `capacity` of them lies at the symbol `kernel_sampler_spans`; what has the start 0 is
/// none. All fields are integers of 8 bytes, lowest byte first, in this order.
public struct OpenSpan: BitwiseCopyable, Equatable, Sendable {
  /// How many the table has.
  public static var capacity: Int { 32 }
  /// Size of one, in bytes.
  public static var byteCount: Int { 32 }

  /// When it began, in ticks of the time-stamp counter.
  public var start: UInt64
  /// Where its name lies, and how many bytes that has.
  public var nameAddress: UInt64
  public var nameByteCount: UInt64
  /// What the service or the run loop was at.
  public var label: UInt64

  /// Makes a stretch.
  public init(start: UInt64, nameAddress: UInt64, nameByteCount: UInt64, label: UInt64) {
    self.start = start
    self.nameAddress = nameAddress
    self.nameByteCount = nameByteCount
    self.label = label
  }
}
