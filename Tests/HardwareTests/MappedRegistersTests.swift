internal import Hardware
internal import Testing

@Suite struct MappedRegistersTests {
  /// Sixteen bytes of memory that stand in for a bank; freed when the test ends.
  final class Memory {
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: 16, alignment: 8)

    init() {
      bytes.initializeMemory(as: UInt8.self, repeating: 0, count: 16)
    }

    deinit { bytes.deallocate() }

    var registers: MappedRegisters {
      let base = VirtualAddress(rawValue: UInt64(UInt(bitPattern: bytes)))
      return MappedRegisters(unsafeBase: base, byteCount: 16)
    }
  }

  @Test func `writes each width at its offset and nowhere else`() {
    let memory = Memory()
    var registers = memory.registers
    registers.write8(0x11, at: 1)
    registers.write16(0x2322, at: 2)
    registers.write32(0x4746_4544, at: 4)
    registers.write64(0x8f8e_8d8c_8b8a_8988, at: 8)
    let bytes = (0..<16).map { memory.bytes.load(fromByteOffset: $0, as: UInt8.self) }
    #expect(
      bytes == [
        0, 0x11, 0x22, 0x23, 0x44, 0x45, 0x46, 0x47,
        0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f,
      ])
  }

  @Test func `reads each width at its offset`() {
    let memory = Memory()
    for index in 0..<16 {
      memory.bytes.storeBytes(of: UInt8(index), toByteOffset: index, as: UInt8.self)
    }
    let registers = memory.registers
    #expect(registers.read8(at: 15) == 15)
    #expect(registers.read16(at: 2) == 0x0302)
    #expect(registers.read32(at: 4) == 0x0706_0504)
    #expect(registers.read64(at: 8) == 0x0f0e_0d0c_0b0a_0908)
    withExtendedLifetime(memory) {}
  }

  @Test func `traps on an access that reaches past the bank`() async {
    await #expect(processExitsWith: .failure) {
      let memory = Memory()
      var registers = memory.registers
      registers.write32(0, at: 16)
    }
  }

  @Test func `traps on a negative offset`() async {
    await #expect(processExitsWith: .failure) { _ = Memory().registers.read8(at: -1) }
  }

  @Test func `traps on an unaligned access`() async {
    await #expect(processExitsWith: .failure) { _ = Memory().registers.read32(at: 2) }
  }
}
