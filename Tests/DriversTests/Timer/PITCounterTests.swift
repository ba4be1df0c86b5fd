internal import Drivers
internal import Hardware
internal import Testing

/// Channel 2 of a timer whose count a test moves.
private final class FakePIT {
  let ports = FakePorts()
  /// How far it has counted down.
  var passed = 0
  /// How far it counts between two latches.
  var step = 0
  private var latched: [UInt8] = []

  init() {
    ports.load = { port in
      switch port {
      case 0x42: self.latched.isEmpty ? nil : self.latched.removeFirst()
      case 0x61: 0xff
      default: nil
      }
    }
    ports.store = { port, value in
      if port == 0x43, value == 0x80 {
        let count = UInt16(truncatingIfNeeded: 0x1_0000 - self.passed % 0x1_0000)
        self.latched = [UInt8(truncatingIfNeeded: count), UInt8(count >> 8)]
        self.passed += self.step
      }
      return port == 0x42 || port == 0x43 || port == 0x61
    }
  }
}

/// A counter in a box, because expectations cannot look into values that are not copyable.
private final class CounterBox {
  var counter: PITCounter<FakePorts>

  init(_ timer: FakePIT) { counter = PITCounter(timer.ports) }

  var ticks: UInt64 { counter.ticks() }
  var ticksPerSecond: UInt64 { counter.ticksPerSecond }
  func wait(ticks: UInt64) -> Bool { counter.wait(ticks: ticks) }
}

@Suite struct PITCounterTests {
  @Test func `starts with these accesses and no others`() {
    let timer = FakePIT()
    _ = CounterBox(timer)
    #expect(
      timer.ports.accesses == [
        .read(8, 0x61, 0xff), .write(8, 0x61, 0xfd), .write(8, 0x43, 0xb4), .write(8, 0x42, 0),
        .write(8, 0x42, 0), .write(8, 0x43, 0x80), .read(8, 0x42, 0), .read(8, 0x42, 0),
      ])
  }

  @Test func `counts up from 0, past every wrap`() {
    let timer = FakePIT()
    let box = CounterBox(timer)
    #expect(box.ticks == 0)
    for passed in [1, 2, 40_000, 65_536, 100_000, 165_535, 200_000] {
      timer.passed = passed
      #expect(box.ticks == UInt64(passed))
    }
  }

  @Test func `names its rate`() {
    #expect(CounterBox(FakePIT()).ticksPerSecond == 1_193_182)
  }

  @Test(arguments: [1, 7, 60_000]) func `waits as long as it is told`(step: Int) {
    let timer = FakePIT()
    let box = CounterBox(timer)
    timer.step = step
    #expect(box.wait(ticks: 119_318))
    #expect(timer.passed >= 119_318)
    #expect(timer.passed < 119_318 + 3 * step)
  }

  @Test func `gives up on a timer that stands still`() {
    #expect(!CounterBox(FakePIT()).wait(ticks: 1))
  }
}
