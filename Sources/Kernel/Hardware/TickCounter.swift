/// A counter that runs by itself at a known rate.
///
/// Clocks are made from one, and counters of unknown rate (the time-stamp counter) are measured
/// against one.
public protocol TickCounter: ~Copyable {
  /// How far it counts in a second.
  var ticksPerSecond: UInt64 { get }

  /// How far it counts until it begins again at 0; 0 stands for 2^64.
  var period: UInt64 { get }

  /// Reads the count, which is below the period.
  mutating func ticks() -> UInt64
}
