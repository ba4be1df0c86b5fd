/// Turns ticks of the time-stamp counter into nanoseconds, and the other way round.
///
/// Rate and time may be corrected at any moment; `ClockSteering` does so.
public struct TimestampClock: Sendable {
  /// The tick at which `baseNanoseconds` was the time.
  private var baseTick: UInt64
  private var baseNanoseconds: UInt64 = 0
  /// Nanoseconds in a tick, times 2^32.
  private var scale: UInt64

  /// Starts a clock at zero.
  ///
  /// - Parameters:
  ///   - tick: The tick that is time zero.
  ///   - ticksPerSecond: The rate as far as it is known.
  public init(startingAt tick: UInt64, ticksPerSecond: UInt64) {
    baseTick = tick
    scale = Self.scale(ticksPerSecond)
  }

  /// The time at a tick, in nanoseconds since the start; zero for ticks before it.
  @inline(__always)
  public func nanoseconds(at tick: UInt64) -> UInt64 {
    guard tick > baseTick else { return baseNanoseconds }
    let product = (tick &- baseTick).multipliedFullWidth(by: scale)
    return baseNanoseconds &+ (product.high << 32 | product.low >> 32)
  }

  /// The first tick at or after a time.
  public func tick(atNanoseconds nanoseconds: UInt64) -> UInt64 {
    guard nanoseconds > baseNanoseconds else { return baseTick }
    let distance = nanoseconds - baseNanoseconds
    guard distance >> 32 < scale else { return .max }
    let (quotient, remainder) = scale.dividingFullWidth((distance >> 32, distance << 32))
    let (tick, overflow) = baseTick.addingReportingOverflow(quotient + (remainder > 0 ? 1 : 0))
    return overflow ? .max : tick
  }

  /// How many ticks a time takes at the present rate; the largest number if too many.
  public func ticks(inNanoseconds nanoseconds: UInt64) -> UInt64 {
    guard nanoseconds >> 32 < scale else { return .max }
    return scale.dividingFullWidth((nanoseconds >> 32, nanoseconds << 32)).quotient
  }

  /// Goes on from another time, at another rate.
  ///
  /// - Parameters:
  ///   - nanoseconds: The time at the tick; the caller sees to it that it is not gone back.
  ///   - tick: The present tick.
  ///   - ticksPerSecond: The better known rate.
  public mutating func set(to nanoseconds: UInt64, at tick: UInt64, ticksPerSecond: UInt64) {
    baseNanoseconds = nanoseconds
    baseTick = tick
    scale = Self.scale(ticksPerSecond)
  }

  /// Has the clock show at any tick what it would have shown so many earlier.
  public mutating func leaveOut(ticks: UInt64) { baseTick &+= ticks }

  private static func scale(_ ticksPerSecond: UInt64) -> UInt64 {
    (1_000_000_000 << 32) / max(ticksPerSecond, 1)
  }
}
