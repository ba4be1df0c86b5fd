/// What became of all samples that were due, exactly.
public struct SamplingAccount: Equatable, Sendable {
  /// How often the sampler's timer ran out.
  public var fired: UInt64 = 0
  /// Samples of the processor that the guest wrote.
  public var recorded: UInt64 = 0
  /// Times that the timer ran out and no sample was written, by reason.
  public var dropped: [String: UInt64] = [:]
  /// Samples of any kind that were written, and overwritten before the host read them.
  public var lost: UInt64 = 0
  /// Samples of any kind that the host has.
  public var received: UInt64 = 0
  /// Times a second that were asked for.
  public var requestedRate: Double = 0
  /// Times a second that the timer ran out.
  public var deliveredRate: Double = 0
  /// How long samples were taken, in nanoseconds.
  public var nanoseconds: UInt64 = 0
  /// What a sample of the processor cost in the guest, in nanoseconds: least, mean, most.
  public var cost: (least: UInt64, mean: UInt64, most: UInt64) = (0, 0, 0)

  /// Makes an account of nothing.
  public init() {}

  public static func == (left: Self, right: Self) -> Bool {
    left.fired == right.fired && left.recorded == right.recorded && left.dropped == right.dropped
      && left.lost == right.lost && left.received == right.received
      && left.requestedRate == right.requestedRate && left.deliveredRate == right.deliveredRate
      && left.nanoseconds == right.nanoseconds && left.cost == right.cost
  }
}
