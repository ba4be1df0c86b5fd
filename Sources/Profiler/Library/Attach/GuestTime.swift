internal import Telemetry

/// Turns ticks of a guest's time-stamp counter into nanoseconds.
struct GuestTime: Equatable {
  private let firstTick: UInt64
  private let nanosecondsPerTick: Double

  /// Takes what the guest says; a guest that does not know yet counts as one of 1 GHz.
  ///
  /// - Parameters:
  ///   - block: What the guest says.
  ///   - tick: From when times count; nil for the guest's first instruction.
  init(_ block: SamplerBlock, since tick: UInt64? = nil) {
    firstTick = tick ?? block.firstTick
    nanosecondsPerTick = block.ticksPerSecond > 0 ? 1e9 / Double(block.ticksPerSecond) : 1
  }

  /// The time since that from which times count; 0 before it.
  func nanoseconds(at tick: UInt64) -> UInt64 {
    tick > firstTick ? nanoseconds(in: tick - firstTick) : 0
  }

  /// How long as many ticks take; as long as can be said where a damaged ring says more.
  func nanoseconds(in ticks: UInt64) -> UInt64 {
    UInt64(saturating: (Double(ticks) * nanosecondsPerTick).rounded())
  }
}
