/// How samples are to be taken.
public struct SamplingSettings: Equatable, Sendable {
  /// By which interrupt; `off` stops.
  public var mode: SamplingMode
  /// How often a second, on average: 1 to 100,000.
  public var rate: UInt32
  /// Half the width of the range of intervals, in thousandths of their mean.
  ///
  /// At 500 an interval is anything from half to one and a half of the mean. 0 makes a regular
  /// clock, which lies about regular work.
  public var jitter: UInt32
  /// Where the intervals' random numbers begin.
  public var seed: UInt64
  /// Most callers of a sample, a multiple of 8 up to 128.
  public var depth: UInt32
  /// Bytes of blocks between two samples of allocations, on average; 0 for none.
  public var allocationPeriod: UInt64 = 0
  /// Bytes of the stack that go into a sample with the registers; 0 for samples without.
  public var stackByteCount: UInt32 = 0
  /// Whether the waits of the run loop and spans are recorded.
  public var recordsWaits = true

  /// The highest rate that can be asked for.
  public static var maximumRate: UInt32 { 100_000 }
  /// Most bytes of blocks between two samples of allocations.
  public static var maximumAllocationPeriod: UInt64 { 1 << 40 }
  /// Most bytes of the stack that a sample takes.
  public static var maximumStackByteCount: UInt32 { 32_768 }

  /// Makes settings.
  ///
  /// - Parameters:
  ///   - mode: By which interrupt.
  ///   - rate: How often a second, on average.
  ///   - jitter: As the property.
  ///   - seed: Where the intervals' random numbers begin.
  ///   - depth: Most callers of a sample.
  public init(
    mode: SamplingMode = .timer, rate: UInt32 = 1000, jitter: UInt32 = 500, seed: UInt64 = 1,
    depth: UInt32 = 128
  ) {
    self.mode = mode
    self.rate = rate
    self.jitter = jitter
    self.seed = seed
    self.depth = depth
  }

  /// The settings with every number within its range.
  public var clamped: SamplingSettings {
    var settings = self
    settings.rate = min(max(rate, 1), Self.maximumRate)
    settings.jitter = min(jitter, 900)
    settings.depth = min(max(depth, 8), UInt32(SampleLayout.maximumAddressCount - 1)) & ~7
    settings.allocationPeriod = min(allocationPeriod, Self.maximumAllocationPeriod)
    settings.stackByteCount = min(stackByteCount, Self.maximumStackByteCount) & ~7
    return settings
  }
}
