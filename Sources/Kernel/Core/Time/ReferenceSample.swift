public import Hardware

/// Two counters read at one moment: the time-stamp counter and one of known rate.
public struct ReferenceSample: Equatable, Sendable {
  /// The time-stamp counter.
  public var tick: UInt64
  /// The other counter.
  public var reference: UInt64
  /// How many ticks of the time-stamp counter lie between its readings before and after the other.
  public var width: UInt64

  /// Makes a sample from its values.
  public init(tick: UInt64, reference: UInt64, width: UInt64 = 0) {
    self.tick = tick
    self.reference = reference
    self.width = width
  }

  /// Reads both counters some times and keeps the reading that was disturbed least.
  ///
  /// A reading that something interrupts, as a host does that runs somebody else, is wider than the
  /// others. The first reading only brings the code into the caches of an emulator.
  ///
  /// - Parameters:
  ///   - counter: The counter of known rate.
  ///   - timestamp: Reads the time-stamp counter.
  public init<Counter: TickCounter & ~Copyable>(
    reading counter: inout Counter, timestamp: () -> UInt64
  ) {
    self.init(tick: 0, reference: 0, width: .max)
    var readsLeft = Self.readCount
    while readsLeft > 0 {
      let other = Self(once: &counter, timestamp)
      if other.width < width { self = other }
      readsLeft -= 1
    }
  }

  // One copy for each counter: unrolled, the loop would take a kilobyte.
  @inline(never)
  private init<Counter: TickCounter & ~Copyable>(
    once counter: inout Counter, _ timestamp: () -> UInt64
  ) {
    tick = timestamp()
    reference = counter.ticks()
    width = timestamp() &- tick
  }

  private static var readCount: Int { 5 }
}
