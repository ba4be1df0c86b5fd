internal import Drivers
internal import TestSupport
internal import Testing

/// Memory that a hypervisor writes while it is read.
private final class SharedTime {
  let registers = FakeRegisters()
  /// What the hypervisor does before each access, by the number of the access.
  var write: (Int) -> Void = { _ in }
  var version: UInt32 = 2
  var time = ParavirtualTime(tick: 1000, nanoseconds: 5000, multiplier: 1 << 31, shift: 0)
  private var accessCount = 0

  init() {
    registers.load = { width, offset in
      self.write(self.accessCount)
      self.accessCount += 1
      switch (width, offset) {
      case (32, 0): return UInt64(self.version)
      case (64, 8): return self.time.tick
      case (64, 16): return self.time.nanoseconds
      case (32, 24): return UInt64(self.time.multiplier)
      case (8, 28): return UInt64(UInt8(bitPattern: self.time.shift))
      default: return nil
      }
    }
  }

  func parameters() -> ParavirtualTime? { ParavirtualClock(registers).parameters() }
}

@Suite struct ParavirtualClockTests {
  @Test func `reads what the hypervisor wrote`() {
    let shared = SharedTime()
    shared.time.shift = -3
    #expect(shared.parameters() == shared.time)
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func `never mixes two writes`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let shared = SharedTime()
    // The parts belong together: each is the same number.
    func set(_ number: UInt32) {
      shared.time = ParavirtualTime(
        tick: UInt64(number), nanoseconds: UInt64(number), multiplier: number, shift: 0)
    }
    set(1)
    shared.write = { access in
      let mayWrite = access < 60 ? generator.below(4) == 0 : shared.version & 1 == 1
      guard mayWrite else { return }
      // A write has three steps, each between two accesses of the guest.
      if shared.version & 1 == 0 {
        shared.version += 1
        shared.time.tick += 1
      } else {
        set(UInt32(shared.time.tick))
        shared.version += 1
      }
    }
    let time = try #require(shared.parameters())
    #expect(time.tick == time.nanoseconds && time.tick == UInt64(time.multiplier), "seed \(seed)")
  }

  @Test func `gives up on a hypervisor that never wrote or never ends`() {
    let shared = SharedTime()
    shared.version = 0
    #expect(shared.parameters() == nil)
    shared.version = 7
    #expect(shared.parameters() == nil)
    shared.version = 8
    shared.time.multiplier = 0
    #expect(shared.parameters() == nil)
  }

  @Test func `turns ticks into time`() {
    // 2 GHz: half a nanosecond a tick.
    let time = ParavirtualTime(tick: 1000, nanoseconds: 5000, multiplier: 1 << 31, shift: 0)
    #expect(time.ticksPerSecond == 2_000_000_000)
    #expect(time.nanoseconds(at: 1000) == 5000)
    #expect(time.nanoseconds(at: 999) == 5000)
    #expect(time.nanoseconds(at: 2_000_001_000) == 1_000_005_000)
    #expect(time.nanoseconds(at: 1000 + 2_000_000_000 * 1_000_000) == 1_000_000_000_005_000)
  }

  @Test func `shifts both ways`() {
    // 500 MHz and 3.2 GHz, normalised as Linux does it.
    let slow = ParavirtualTime(tick: 0, nanoseconds: 0, multiplier: 1 << 31, shift: 2)
    #expect(slow.ticksPerSecond == 500_000_000)
    #expect(slow.nanoseconds(at: 500_000_000) == 1_000_000_000)
    let fast = ParavirtualTime(tick: 0, nanoseconds: 0, multiplier: 2_684_354_560, shift: -1)
    #expect(fast.ticksPerSecond == 3_200_000_000)
    #expect(fast.nanoseconds(at: 3_200_000_000) == 1_000_000_000)
  }

  @Test func `reads the wall clock once it is written`() {
    let memory = FakeRegisters()
    var version: UInt64 = 2
    memory.load = { width, offset in
      width != 32 ? nil : [0: version, 4: 1_900_000_000, 8: 123_456_789][offset]
    }
    #expect(ParavirtualWallClock(memory)?.seconds == 1_900_000_000)
    #expect(ParavirtualWallClock(memory)?.nanoseconds == 123_456_789)
    for unfinished in [0, 3] as [UInt64] {
      version = unfinished
      #expect(ParavirtualWallClock(memory) == nil)
    }
  }
}
