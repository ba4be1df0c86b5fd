internal import Hardware
internal import Testing

/// Ports that hold what was written last.
private struct MemoryPorts: Ports {
  var bytes: [UInt16: UInt8] = [:]

  private func load(_ port: UInt16, _ count: Int) -> UInt32 {
    (0..<count).reduce(0) { $0 | UInt32(bytes[port + UInt16($1)] ?? 0) << (8 * UInt32($1)) }
  }

  private mutating func store(_ value: UInt32, _ port: UInt16, _ count: Int) {
    for index in 0..<count {
      bytes[port + UInt16(index)] = UInt8(truncatingIfNeeded: value >> (8 * UInt32(index)))
    }
  }

  func read8(from port: UInt16) -> UInt8 { UInt8(load(port, 1)) }
  func read16(from port: UInt16) -> UInt16 { UInt16(load(port, 2)) }
  func read32(from port: UInt16) -> UInt32 { load(port, 4) }
  mutating func write8(_ value: UInt8, to port: UInt16) { store(UInt32(value), port, 1) }
  mutating func write16(_ value: UInt16, to port: UInt16) { store(UInt32(value), port, 2) }
  mutating func write32(_ value: UInt32, to port: UInt16) { store(value, port, 4) }
}

@Suite struct PortRegistersTests {
  @Test func `finds registers from the first port on, in every width`() {
    var registers = PortRegisters(MemoryPorts(), base: 0xc000, byteCount: 16)
    registers.write64(0x1122_3344_5566_7788, at: 0)
    let wide = (registers.read64(at: 0), registers.read32(at: 4))
    let narrow = (registers.read16(at: 2), registers.read8(at: 1))
    #expect(wide == (0x1122_3344_5566_7788, 0x1122_3344) && narrow == (0x5566, 0x77))
    registers.write8(1, at: 12)
    registers.write16(0x0203, at: 13)
    registers.write32(4, at: 8)
    let mixed = (registers.read32(at: 8), registers.read32(at: 12))
    #expect(mixed == (4, 0x0002_0301))
  }

  @Test func `traps outside the bank`() async {
    await #expect(processExitsWith: .failure) {
      _ = PortRegisters(MemoryPorts(), base: 0xc000, byteCount: 16).read16(at: 15)
    }
    await #expect(processExitsWith: .failure) {
      _ = PortRegisters(MemoryPorts(), base: 0xfff8, byteCount: 16).read8(at: 0)
    }
  }
}
