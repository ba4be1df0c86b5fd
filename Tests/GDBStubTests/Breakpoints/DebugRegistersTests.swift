internal import Testing

@testable internal import GDBStub

@Suite struct DebugRegistersTests {
  private func insert(
    _ address: UInt64, byteCount: UInt64, _ access: DebugRegisters.Access,
    _ registers: inout DebugRegisters, fits: Bool
  ) {
    let isDone = registers.insert(address, byteCount: byteCount, access)
    #expect(isDone == fits)
  }

  @Test func `cuts a range into aligned pieces`() {
    var registers = DebugRegisters()
    insert(0x1003, byteCount: 10, .write, &registers, fits: true)
    let addresses = (0..<4).map { registers.addresses[$0] }
    #expect(addresses[0..<3] == [0x1003, 0x1004, 0x1008])
    // A byte, four bytes (3) and, of eight, what is left: four and one.
    #expect(registers.control >> 16 & 0xf == 0b0001)
    #expect(registers.control >> 20 & 0xf == 0b1101)
    #expect(registers.control >> 24 & 0xf == 0b1101)
  }

  @Test func `refuses what does not fit, and changes nothing then`() {
    var registers = DebugRegisters()
    insert(0x1000, byteCount: 24, .write, &registers, fits: true)
    let control = registers.control
    insert(0x2000, byteCount: 16, .write, &registers, fits: false)
    #expect(registers.control == control)
    insert(0x2000, byteCount: 64, .write, &registers, fits: false)
    insert(.max, byteCount: 8, .write, &registers, fits: false)
    insert(0x2000, byteCount: 8, .readOrWrite, &registers, fits: true)
  }

  @Test func `forgets a range as a whole`() {
    var registers = DebugRegisters()
    insert(0x1003, byteCount: 10, .write, &registers, fits: true)
    registers.remove(0x1003, byteCount: 4, .write)
    #expect(registers.control != 0)
    registers.remove(0x1003, byteCount: 10, .write)
    #expect(registers.control == 0)
  }

  @Test func `asks data before code, and only places that are in use`() {
    var registers = DebugRegisters()
    #expect(registers.hit(0xf) == nil)
    insert(0x1000, byteCount: 1, .execute, &registers, fits: true)
    insert(0x2000, byteCount: 8, .write, &registers, fits: true)
    #expect(registers.hit(0xf)?.address == 0x2000)
    #expect(registers.hit(1)?.access == .execute)
    #expect(registers.hit(0b1100) == nil)
  }
}
