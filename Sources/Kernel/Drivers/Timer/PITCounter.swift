public import Hardware

/// Two channels of the programmable interval timer as one counter that runs by itself.
///
/// It needs no interrupt and disturbs nobody: channel 2 only drives the speaker, channel 1 once
/// refreshed memory. It serves to measure counters of unknown rate. Channel 2 counts 65,536 ticks
/// in a round and channel 1 64 fewer, so that how far the two are apart tells the rounds, 1023 of
/// them: the counter may be left alone for 56 s. Where channel 1 is missing that is 54 ms. QEMU's
/// microvm has the timer without the port that gates channel 2, and counts all the same.
///
/// Source: Intel 82C54 data sheet, mode 2 and read-back command.
public struct PITCounter<IO: Ports & ~Copyable>: TickCounter, ~Copyable {
  private var ports: IO
  /// How far the channels were apart in the first round.
  private var lead: UInt32 = 0
  /// Whether channel 1 tells the rounds.
  private var knowsRounds = true

  /// Starts the counter.
  ///
  /// - Parameter ports: The ports of the processor.
  public init(_ ports: consuming IO) {
    self.ports = ports
    // Gate open, speaker off.
    let gate = self.ports.read8(from: Port.gate)
    self.ports.write8(gate & ~2 | 1, to: Port.gate)
    self.ports.write8(Command.rate1, to: Port.command)
    self.ports.write8(UInt8(Round.short & 0xff), to: Port.channel1)
    self.ports.write8(UInt8(Round.short >> 8), to: Port.channel1)
    self.ports.write8(Command.rate2, to: Port.command)
    // 0 stands for 65,536.
    self.ports.write8(0, to: Port.channel2)
    self.ports.write8(0, to: Port.channel2)
    let (short, long) = latchedCounts()
    lead = Self.difference(short, long)
  }

  /// Stops channel 0, which firmware leaves running to interrupt 18 times a second.
  ///
  /// Nobody takes these interrupts, but an emulator or hypervisor would wake up for each.
  ///
  /// - Parameter ports: The ports of the processor.
  public static func stopInterrupts(_ ports: inout IO) {
    ports.write8(Command.once0, to: Port.command)
    ports.write8(1, to: Port.channel0)
    ports.write8(0, to: Port.channel0)
  }

  public var ticksPerSecond: UInt64 { 1_193_182 }

  public var period: UInt64 {
    UInt64(Round.long) * (knowsRounds ? UInt64(Round.count) : 1)
  }

  public mutating func ticks() -> UInt64 {
    let (short, long) = latchedCounts()
    guard knowsRounds else { return UInt64(long) }
    // The channels are 64 ticks further apart with each round. They are not latched at quite the
    // same time everywhere: the nearest round is meant.
    let apart = (Self.difference(short, long) + Round.short - lead) % Round.short
    let round = (apart + Round.step / 2) / Round.step % Round.count
    return UInt64(round) * UInt64(Round.long) + UInt64(long)
  }

  /// Waits until a number of ticks has passed since the start of the counter, and checks it.
  ///
  /// - Parameter ticks: How many, at most 20,000; a tick is 0.838 µs.
  /// - Returns: False if the counter stands still, as where there is no such timer.
  public mutating func settle(ticks: UInt64) -> Bool {
    var last: UInt32 = .max
    var readsWithoutTick = 0
    while true {
      let (short, long) = latchedCounts()
      if long >= ticks {
        // As many ticks later both channels are in their first round, unless one does not count.
        let apart = (Self.difference(short, long) + Round.short - lead) % Round.short
        knowsRounds = apart < Round.step || apart > Round.short - Round.step
        return true
      }
      readsWithoutTick = long == last ? readsWithoutTick + 1 : 0
      if readsWithoutTick == Self.readLimit { return false }
      last = long
    }
  }

  /// How far both channels are in their rounds, at one time.
  private mutating func latchedCounts() -> (short: UInt32, long: UInt32) {
    ports.write8(Command.latchBoth, to: Port.command)
    let first = count(Port.channel1)
    let second = count(Port.channel2)
    // They count down.
    return ((2 * Round.short - first) % Round.short, (Round.long - second) % Round.long)
  }

  private mutating func count(_ port: UInt16) -> UInt32 {
    let low = ports.read8(from: port)
    let high = ports.read8(from: port)
    return UInt32(high) << 8 | UInt32(low)
  }

  private static func difference(_ short: UInt32, _ long: UInt32) -> UInt32 {
    (short + Round.long + Round.short - long - Round.step) % Round.short
  }

  /// How often a count may read the same: a tick is shorter than a read of a port on hardware, and
  /// lasts some tens of reads at most on the fastest emulator.
  private static var readLimit: Int { 100_000 }
}

/// The rounds of the two channels in ticks.
private enum Round {
  static let long: UInt32 = 65_536
  static let short: UInt32 = long - step
  static let step: UInt32 = 64
  /// After as many of the long rounds the channels are where they were.
  static let count: UInt32 = short / step
}

/// The ports of the timer.
private enum Port {
  static let channel0: UInt16 = 0x40
  static let channel1: UInt16 = 0x41
  static let channel2: UInt16 = 0x42
  static let command: UInt16 = 0x43
  static let gate: UInt16 = 0x61
}

/// Commands of the timer.
private enum Command {
  /// Channel 0, both bytes, mode 0, binary: it counts down once.
  static let once0: UInt8 = 0x30
  /// Channel 1, both bytes, mode 2, binary.
  static let rate1: UInt8 = 0x74
  /// Channel 2, both bytes, mode 2, binary.
  static let rate2: UInt8 = 0xb4
  /// Channels 1 and 2, hold the counts until they are read.
  static let latchBoth: UInt8 = 0xdc
}
