internal import Drivers
internal import Testing

@Suite struct HPETCounterTests {
  /// Registers as QEMU's timer has them; others by choice.
  private func registers(
    capabilities: UInt32 = 0x8086_a201, femtoseconds: UInt32 = 10_000_000, isRunning: Bool = false
  ) -> FakeRegisters {
    let registers = FakeRegisters()
    registers.load = { width, offset in
      switch (width, offset) {
      case (32, 0x00): UInt64(capabilities)
      case (32, 0x04): UInt64(femtoseconds)
      case (32, 0x10): isRunning ? 3 : 2
      case (64, 0xf0): 0x1_2345_6789
      case (32, 0xf0): 0x2345_6789
      default: nil
      }
    }
    registers.store = { width, offset, _ in width == 32 && offset == 0x10 }
    return registers
  }

  /// What a counter shows, in a form that expectations can look at.
  private struct Reading: Equatable {
    var ticks: UInt64
    var ticksPerSecond: UInt64
    var period: UInt64
  }

  private func read(_ registers: FakeRegisters) -> Reading? {
    guard var counter = HPETCounter(registers) else { return nil }
    return Reading(
      ticks: counter.ticks(), ticksPerSecond: counter.ticksPerSecond, period: counter.period)
  }

  @Test func `counts with 64 bits`() {
    let registers = registers()
    let expected = Reading(ticks: 0x1_2345_6789, ticksPerSecond: 100_000_000, period: 0)
    #expect(read(registers) == expected)
    #expect(
      registers.accesses == [
        .read(32, 0x00, 0x8086_a201), .read(32, 0x04, 10_000_000), .read(32, 0x10, 2),
        .write(32, 0x10, 3), .read(64, 0xf0, 0x1_2345_6789),
      ])
  }

  @Test func `counts with 32 bits where there are no more`() {
    let found = read(registers(capabilities: 0x8086_8201, femtoseconds: 69_841_279))
    #expect(found == Reading(ticks: 0x2345_6789, ticksPerSecond: 14_318_179, period: 1 << 32))
  }

  @Test func `leaves a running counter alone`() {
    let registers = registers(isRunning: true)
    #expect(read(registers) != nil)
    #expect(!registers.accesses.contains { $0.direction == .write })
  }

  @Test(
    arguments: [
      (0, 0), (.max, .max), (0x8086_a201, 0), (0x8086_a201, 100_000_001), (0x8086_a200, 10_000_000),
    ] as [(UInt32, UInt32)])
  func `finds none where none is`(capabilities: UInt32, femtoseconds: UInt32) {
    let registers = registers(capabilities: capabilities, femtoseconds: femtoseconds)
    #expect(read(registers) == nil)
    #expect(!registers.accesses.contains { $0.direction == .write })
  }
}
