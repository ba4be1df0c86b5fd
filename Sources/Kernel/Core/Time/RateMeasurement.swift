/// Measures the rate of one counter against another of known rate, better the longer it runs.
public struct RateMeasurement: Sendable {
  private let startTick: UInt64
  private let startReference: UInt64
  private let referencePerSecond: UInt64

  /// Starts to measure.
  ///
  /// - Parameters:
  ///   - tick: The counter of unknown rate.
  ///   - reference: The other, read at the same moment.
  ///   - referencePerSecond: Rate of the other.
  public init(tick: UInt64, reference: UInt64, referencePerSecond: UInt64) {
    startTick = tick
    startReference = reference
    self.referencePerSecond = referencePerSecond
  }

  /// The rate as measured up to a moment.
  ///
  /// - Returns: Ticks in a second; nil if one of the counters did not move.
  public func ticksPerSecond(tick: UInt64, reference: UInt64) -> UInt64? {
    guard tick > startTick, reference > startReference else { return nil }
    let product = (tick - startTick).multipliedFullWidth(by: referencePerSecond)
    let elapsed = reference - startReference
    guard product.high < elapsed else { return nil }
    return elapsed.dividingFullWidth(product).quotient
  }

  /// How far the reference went since the start, in its ticks.
  public func elapsed(reference: UInt64) -> UInt64 {
    reference > startReference ? reference - startReference : 0
  }
}
