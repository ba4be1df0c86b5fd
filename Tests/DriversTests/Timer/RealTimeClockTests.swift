internal import Drivers
internal import Testing

/// A clock whose registers a test sets.
private final class FakeRTC {
  let ports = FakePorts()
  var registers: [UInt8: UInt8] = [
    0x00: 0x58, 0x02: 0x59, 0x04: 0x23, 0x07: 0x28, 0x08: 0x02, 0x09: 0x30, 0x0a: 0x26, 0x0b: 0x02,
    0x32: 0x20,
  ]
  /// Called before each read of a register with its number and how many reads there were.
  var step: (UInt8, Int) -> Void = { _, _ in }
  private var index: UInt8 = 0
  private var readCount = 0

  init() {
    ports.load = { port in
      guard port == 0x71 else { return nil }
      self.step(self.index, self.readCount)
      self.readCount += 1
      return self.registers[self.index]
    }
    ports.store = { port, value in
      self.index = value
      return port == 0x70
    }
  }

  func read() -> RealTime? {
    var clock = RealTimeClock(ports)
    return clock.read()
  }

  func set(_ values: [UInt8: UInt8]) -> FakeRTC {
    registers.merge(values) { $1 }
    return self
  }
}

@Suite struct RealTimeClockTests {
  private let evening = RealTime(year: 2030, month: 2, day: 28, hour: 23, minute: 59, second: 58)

  @Test func `reads decimal digits`() {
    #expect(FakeRTC().read() == evening)
  }

  @Test func `reads binary numbers`() {
    let clock = FakeRTC().set([
      0x00: 58, 0x02: 59, 0x04: 23, 0x07: 28, 0x08: 2, 0x09: 30, 0x0b: 0x06, 0x32: 20,
    ])
    #expect(clock.read() == evening)
  }

  @Test(
    arguments: [(0x12, 0), (0x01, 1), (0x11, 11), (0x92, 12), (0x81, 13), (0x91, 23)]
      as [(UInt8, Int)])
  func `reads halves of a day`(register: UInt8, hour: Int) {
    #expect(FakeRTC().set([0x04: register, 0x0b: 0]).read()?.hour == hour)
  }

  @Test(
    arguments: [
      (0x20, 0x30, 2030), (0x19, 0x99, 1999), (0x21, 0x00, 2100), (0, 0x26, 2026),
      (0xff, 0x70, 1970),
      (0, 0x69, 2069),
    ] as [(UInt8, UInt8, Int)])
  func `finds the century, by a register or by itself`(century: UInt8, year: UInt8, result: Int) {
    #expect(FakeRTC().set([0x32: century, 0x09: year]).read()?.year == result)
  }

  @Test(arguments: 0..<40) func `never mixes two seconds`(access: Int) {
    let clock = FakeRTC()
    clock.step = { _, count in
      guard count == access else { return }
      _ = clock.set([0x00: 0, 0x02: 0, 0x04: 0, 0x07: 1, 0x08: 3])
    }
    let morning = RealTime(year: 2030, month: 3, day: 1, hour: 0, minute: 0, second: 0)
    let found = clock.read()
    #expect(found == evening || found == morning)
  }

  @Test func `waits while the clock steps on`() {
    let clock = FakeRTC()
    clock.step = { _, count in clock.registers[0x0a] = count < 100 ? 0xa6 : 0x26 }
    #expect(clock.read() == evening)
    clock.step = { _, _ in clock.registers[0x0a] = 0xa6 }
    #expect(clock.read() == nil, "it never ends")
  }

  @Test(
    arguments: [[0x00: 0x61], [0x02: 0x60], [0x04: 0x24], [0x07: 0], [0x08: 0x13], [0x09: 0x9a]]
      as [[UInt8: UInt8]])
  func `refuses what is no time`(registers: [UInt8: UInt8]) {
    #expect(FakeRTC().set(registers).read() == nil)
  }

  @Test func `refuses ports without a clock`() {
    let clock = FakeRTC()
    for register in clock.registers.keys { clock.registers[register] = 0xff }
    #expect(clock.read() == nil)
  }
}
