internal import Drivers
internal import Hardware
internal import Testing

/// A controller with its registers in both places; only those of its mode may be touched.
private final class Fake {
  let bank = FakeRegisters()
  let processor: FakeProcessor
  var registers: [Int: UInt64] = [:]
  var mappedAddress: UInt64 = 0
  var controller: LocalAPIC<FakeRegisters, FakeProcessor>?

  init(isExtended: Bool, hasDeadlineTimer: Bool = false, base: UInt64 = 0xfee0_0900) {
    processor = FakeProcessor([0x1b: base])
    if hasDeadlineTimer { processor.values[0x6e0] = 0 }
    // Source: Intel SDM volume 3, tables 11-1 and 11-6.
    let offsets =
      [0x20, 0x80, 0xb0, 0xf0, 0x300, 0x320, 0x350, 0x360, 0x380, 0x390, 0x3e0]
      + stride(from: 0x100, to: 0x180, by: 16)
    for offset in offsets {
      if isExtended {
        processor.values[0x800 + UInt32(offset) >> 4] = 0
      } else {
        registers[offset] = 0
      }
    }
    bank.load = { [unowned self] width, offset in width == 32 ? registers[offset] : nil }
    bank.store = { [unowned self] width, offset, value in
      guard width == 32, registers[offset] != nil else { return false }
      registers[offset] = value
      return true
    }
    controller = LocalAPIC(
      processor, .init(hasExtendedMode: isExtended, hasDeadlineTimer: hasDeadlineTimer),
      timerVector: 32, spuriousVector: 255
    ) { [unowned self] address in
      mappedAddress = address.rawValue
      return bank
    }
  }

  /// What was written since the last look.
  var writes: [FakeProcessor.Write] {
    defer { processor.forget() }
    return processor.writes
  }

  var accesses: [RegisterAccess] {
    defer { bank.forget() }
    return bank.accesses
  }
}

@Suite struct LocalAPICTests {
  @Test func `starts in memory where there is no extended mode`() {
    let fake = Fake(isExtended: false)
    #expect(fake.controller?.isExtended == false)
    #expect(fake.mappedAddress == 0xfee0_0000)
    #expect(fake.writes == [.init(0x1b, 0xfee0_0900)])
    #expect(
      fake.accesses == [
        .write(32, 0x80, 0), .write(32, 0xf0, 0x1ff), .write(32, 0x350, 0x10000),
        .write(32, 0x360, 0x10000), .write(32, 0x3e0, 3), .write(32, 0x320, 32),
        .write(32, 0x380, 0),
      ])
  }

  @Test(arguments: [0xfee0_0900, 0xfee0_0100, 0xfee0_0d00] as [UInt64])
  func `enters the extended mode, and touches no memory in it`(base: UInt64) {
    let fake = Fake(isExtended: true, base: base)
    #expect(fake.controller?.isExtended == true)
    #expect(
      fake.writes == [
        .init(0x1b, 0xfee0_0d00), .init(0x808, 0), .init(0x80f, 0x1ff), .init(0x835, 0x10000),
        .init(0x836, 0x10000), .init(0x83e, 3), .init(0x832, 32), .init(0x838, 0),
      ])
    #expect(fake.accesses.isEmpty)
  }

  @Test func `has its number at the top in memory, and all of it in extended mode`() {
    let mapped = Fake(isExtended: false)
    mapped.registers[0x20] = 0x0700_0000
    #expect(mapped.controller?.identifier == 7)
    let extended = Fake(isExtended: true)
    extended.processor.values[0x802] = 7
    #expect(extended.controller?.identifier == 7)
  }

  @Test func `ends an interrupt with one write of 0`() {
    let mapped = Fake(isExtended: false)
    _ = mapped.accesses
    mapped.controller?.endInterrupt()
    #expect(mapped.accesses == [.write(32, 0xb0, 0)])
    let extended = Fake(isExtended: true)
    _ = extended.writes
    extended.controller?.endInterrupt()
    #expect(extended.writes == [.init(0x80b, 0)])
  }

  @Test(arguments: [32, 63, 64, 200, 255] as [UInt8])
  func `knows what is in service`(vector: UInt8) {
    let bit = UInt64(1) << UInt64(vector % 32)
    let mapped = Fake(isExtended: false)
    #expect(mapped.controller?.isInService(vector) == false)
    mapped.registers[0x100 + Int(vector) / 32 * 16] = bit
    #expect(mapped.controller?.isInService(vector) == true)
    #expect(mapped.controller?.isInService(vector ^ 1) == false)
    let extended = Fake(isExtended: true)
    extended.processor.values[0x810 + UInt32(vector) / 32] = bit
    #expect(extended.controller?.isInService(vector) == true)
    #expect(extended.controller?.isInService(vector ^ 32) == false)
  }

  @Test func `interrupts its own processor`() {
    let mapped = Fake(isExtended: false)
    _ = mapped.accesses
    mapped.controller?.interruptSelf(200)
    #expect(mapped.accesses == [.write(32, 0x300, 0x400c8)])
    let extended = Fake(isExtended: true)
    _ = extended.writes
    extended.controller?.interruptSelf(200)
    #expect(extended.writes == [.init(0x830, 0x400c8)])
  }

  @Test func `starts and stops the timer by its own count`() {
    let fake = Fake(isExtended: true)
    _ = fake.writes
    fake.controller?.startTimer(ticks: 0)
    fake.controller?.startTimer(ticks: 500)
    fake.controller?.stopTimer()
    #expect(
      fake.writes == [
        .init(0x838, 1), .init(0x838, 500), .init(0x832, 32), .init(0x838, 0),
      ])
  }

  @Test(arguments: [false, true]) func `starts and stops the timer by a deadline`(
    isExtended: Bool
  ) {
    let fake = Fake(isExtended: isExtended, hasDeadlineTimer: true)
    _ = (fake.writes, fake.accesses)
    fake.controller?.startTimer(deadline: 1 << 40)
    fake.controller?.stopTimer()
    let deadlines = fake.writes.filter { $0.number == 0x6e0 }
    #expect(deadlines == [.init(0x6e0, 1 << 40), .init(0x6e0, 0)])
    let mode = isExtended ? fake.processor.values[0x832] : fake.registers[0x320]
    #expect(mode == 0x4_0020)
  }

  @Test func `counts down from the largest value, silently`() {
    let fake = Fake(isExtended: true)
    _ = fake.writes
    fake.controller?.startCounting()
    #expect(fake.writes == [.init(0x832, 0x10000), .init(0x838, 0xffff_ffff)])
    fake.processor.values[0x839] = 0xffff_ff00
    #expect(fake.controller?.countedTicks == 255)
  }

  @Test func `counts slowly for as long as delays are long`() {
    let fake = Fake(isExtended: false)
    fake.bank.forget()
    fake.controller?.startTimer(ticks: 0xffff_ffff)
    fake.controller?.startTimer(ticks: 0x1_2345_6787)
    fake.controller?.startTimer(ticks: 1 << 40)
    fake.controller?.startTimer(ticks: 8)
    #expect(
      fake.accesses == [
        .write(32, 0x380, 0xffff_ffff),
        .write(32, 0x3e0, 0b1010), .write(32, 0x380, 0x2468_acf0), .write(32, 0x380, 0xffff_ffff),
        .write(32, 0x3e0, 0b0011), .write(32, 0x380, 8),
      ])
  }
}
