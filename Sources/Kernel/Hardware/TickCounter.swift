/// A counter that runs by itself at a known rate.
///
/// Clocks are made from one, and counters of unknown rate (the time-stamp counter) are measured
/// against one.
public protocol TickCounter: ~Copyable {
  /// How far it counts in a second.
  var ticksPerSecond: UInt64 { get }

  /// Reads how far it has counted since it was started.
  ///
  /// Never goes back. Hardware that wraps must be read more often than it wraps.
  mutating func ticks() -> UInt64
}
