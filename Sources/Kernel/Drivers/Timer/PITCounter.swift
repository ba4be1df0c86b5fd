public import Hardware

/// Channel 2 of the programmable interval timer as a counter that runs by itself.
///
/// It needs no interrupt and disturbs nobody, as this channel only drives the speaker. It serves to
/// measure counters of unknown rate, and must be read at least every 54 ms. QEMU's microvm has the
/// timer without the port that gates the channel, and counts all the same.
///
/// Source: Intel 82C54 data sheet, mode 2 and counter latch command.
public struct PITCounter<IO: Ports & ~Copyable>: TickCounter, ~Copyable {
  private var ports: IO
  private var last: UInt16 = 0
  private var elapsed: UInt64 = 0

  /// Starts the counter at 0.
  ///
  /// - Parameter ports: The ports of the processor.
  public init(_ ports: consuming IO) {
    self.ports = ports
    // Gate open, speaker off.
    let gate = self.ports.read8(from: Port.gate)
    self.ports.write8(gate & ~2 | 1, to: Port.gate)
    self.ports.write8(Command.rate, to: Port.command)
    // 0 stands for 65,536.
    self.ports.write8(0, to: Port.channel2)
    self.ports.write8(0, to: Port.channel2)
    last = latchedCount()
  }

  public var ticksPerSecond: UInt64 { 1_193_182 }

  public mutating func ticks() -> UInt64 {
    let now = latchedCount()
    // It counts down.
    elapsed += UInt64(last &- now)
    last = now
    return elapsed
  }

  /// Waits until a number of ticks has passed.
  ///
  /// - Parameter ticks: How many; a tick is 0.838 µs.
  /// - Returns: False if the counter stands still, as where there is no such timer.
  public mutating func wait(ticks: UInt64) -> Bool {
    let end = self.ticks() + ticks
    var readsWithoutTick = 0
    while elapsed < end {
      let before = elapsed
      readsWithoutTick = self.ticks() == before ? readsWithoutTick + 1 : 0
      if readsWithoutTick == Self.readLimit { return false }
    }
    return true
  }

  /// Reads both halves of the count as they were at one time.
  private mutating func latchedCount() -> UInt16 {
    ports.write8(Command.latch, to: Port.command)
    let low = ports.read8(from: Port.channel2)
    let high = ports.read8(from: Port.channel2)
    return UInt16(high) << 8 | UInt16(low)
  }

  /// How often a count may read the same: a tick is shorter than a read of a port on hardware, and
  /// lasts some tens of reads at most on the fastest emulator.
  private static var readLimit: Int { 100_000 }
}

/// The ports of the timer.
private enum Port {
  static let channel2: UInt16 = 0x42
  static let command: UInt16 = 0x43
  static let gate: UInt16 = 0x61
}

/// Commands of the timer.
private enum Command {
  /// Channel 2, both bytes, mode 2, binary.
  static let rate: UInt8 = 0xb4
  /// Channel 2, hold the count until it is read.
  static let latch: UInt8 = 0x80
}
