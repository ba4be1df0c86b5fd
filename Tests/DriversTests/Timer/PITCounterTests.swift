internal import Drivers
internal import Hardware
internal import Testing

/// Channels 1 and 2 of a timer whose counts a test moves.
private final class FakePIT {
  let ports = FakePorts()
  /// How far both have counted down.
  var passed = 0
  /// How far they count between two latches.
  var step = 0
  /// How far channel 2 is ahead when both are latched.
  var skew = 0
  /// Whether channel 1 counts.
  var hasChannel1 = true
  private var latched: [UInt16: [UInt8]] = [:]
  private var starts: [UInt16: Int] = [:]

  init() {
    ports.load = { port in
      port == 0x61
        ? 0xff
        : self.latched[port].flatMap { $0.isEmpty ? nil : $0[0] }.map {
          self.latched[port]?.removeFirst()
          return $0
        }
    }
    ports.store = { port, value in
      if port == 0x43, value == 0xdc {
        self.latch(0x41, round: 65_472, self.hasChannel1 ? self.passed : 0)
        self.latch(0x42, round: 65_536, self.passed + self.skew)
        self.passed += self.step
      }
      if port == 0x41 || port == 0x42 { self.starts[port] = self.passed }
      return (0x41...0x43).contains(port) || port == 0x61
    }
  }

  private func latch(_ port: UInt16, round: Int, _ passed: Int) {
    let since = max(passed - (starts[port] ?? 0), 0)
    let count = UInt16(truncatingIfNeeded: round - since % round)
    latched[port] = [UInt8(truncatingIfNeeded: count), UInt8(count >> 8)]
  }
}

/// A counter in a box, because expectations cannot look into values that are not copyable.
private final class CounterBox {
  var counter: PITCounter<FakePorts>

  init(_ timer: FakePIT) { counter = PITCounter(timer.ports) }

  var ticks: UInt64 { counter.ticks() }
  var period: UInt64 { counter.period }
  var ticksPerSecond: UInt64 { counter.ticksPerSecond }
  func settle(ticks: UInt64) -> Bool { counter.settle(ticks: ticks) }
}

@Suite struct PITCounterTests {
  @Test func `starts with these accesses and no others`() {
    let timer = FakePIT()
    _ = CounterBox(timer)
    #expect(
      timer.ports.accesses == [
        .read(8, 0x61, 0xff), .write(8, 0x61, 0xfd),
        .write(8, 0x43, 0x74), .write(8, 0x41, 0xc0), .write(8, 0x41, 0xff),
        .write(8, 0x43, 0xb4), .write(8, 0x42, 0), .write(8, 0x42, 0),
        .write(8, 0x43, 0xdc), .read(8, 0x41, 0xc0), .read(8, 0x41, 0xff), .read(8, 0x42, 0),
        .read(8, 0x42, 0),
      ])
  }

  @Test(arguments: [0, 20, -20]) func `counts for 56 s before it begins again`(skew: Int) {
    let timer = FakePIT()
    let box = CounterBox(timer)
    timer.skew = skew
    #expect(box.period == 67_043_328)
    let times = [70, 40_000, 65_500, 65_536, 65_600, 100_000, 9_999_999, 67_043_300, 67_043_400]
    for passed in times + [200_000_000, 4_000_000_000] {
      timer.passed = passed
      #expect(box.ticks == UInt64((passed + skew) % 67_043_328), "after \(passed)")
    }
  }

  @Test func `knows the channels apart from the start, wherever they stand`() {
    let timer = FakePIT()
    timer.step = 300
    let box = CounterBox(timer)
    timer.step = 0
    timer.passed = 1_000_000
    #expect(box.ticks == 1_000_000)
  }

  @Test func `stops the interrupts of channel 0`() {
    var ports = FakePorts()
    ports.store = { port, _ in port == 0x43 || port == 0x40 }
    PITCounter.stopInterrupts(&ports)
    #expect(
      ports.accesses == [.write(8, 0x43, 0x30), .write(8, 0x40, 1), .write(8, 0x40, 0)])
  }

  @Test func `names its rate`() {
    #expect(CounterBox(FakePIT()).ticksPerSecond == 1_193_182)
  }

  @Test(arguments: [1, 7, 6000]) func `waits as long as it is told`(step: Int) {
    let timer = FakePIT()
    let box = CounterBox(timer)
    timer.step = step
    #expect(box.settle(ticks: 11_931))
    #expect(timer.passed >= 11_931)
    #expect(timer.passed < 11_931 + 3 * step)
    #expect(box.period == 67_043_328)
  }

  @Test func `does without channel 1 where that does not count`() {
    let timer = FakePIT()
    timer.hasChannel1 = false
    let box = CounterBox(timer)
    timer.step = 10
    #expect(box.settle(ticks: 1193))
    #expect(box.period == 65_536)
    timer.passed = 100_000
    #expect(box.ticks == 100_000 - 65_536)
  }

  @Test func `gives up on a timer that stands still`() {
    #expect(!CounterBox(FakePIT()).settle(ticks: 1))
  }
}
