@testable internal import Drivers
internal import Hardware
internal import Testing

private let address = PCIAddress(bus: 0, device: 2, function: 0)

/// The regions of the network device, by their numbers.
private func regions(
  of machine: FakePCI, room: UInt64 = 0x10_0000
) throws(PCIError) -> [PCIRegion?] {
  var configuration = PCIConfiguration(machine)
  var window = PCIWindowTests.window(0xe000_0000, 0xe000_0000 + room)
  let regions = try configuration.assignRegions(of: address, from: &window)
  return (0..<6).map { regions[$0] }
}

private func region(_ base: UInt64, _ byteCount: UInt64) -> PCIRegion {
  PCIRegion(base: PhysicalAddress(rawValue: base), byteCount: byteCount)
}

@Suite struct PCIConfigurationRegionsTests {
  @Test func `keeps the addresses that firmware gave`() throws {
    let machine = try FakePCI(fixture: "qemu-pc/seabios.txt")
    let before = machine.networkFunction.bytes[0x10..<0x28]
    #expect(
      try regions(of: machine)
        == [nil, region(0xfebc_0000, 0x1000), nil, nil, region(0xfebf_c000, 0x4000), nil])
    #expect(machine.networkFunction.bytes[0x10..<0x28] == before)
  }

  @Test func `gives addresses where qboot gave none`() throws {
    let machine = try FakePCI(fixture: "qemu-pc/qboot.txt")
    let function = machine.networkFunction
    #expect(
      try regions(of: machine)
        == [nil, region(0xe000_0000, 0x1000), nil, nil, region(0xe000_4000, 0x4000), nil])
    #expect(function.word(0x14) == 0xe000_0000)
    #expect(function.word(0x20) == 0xe000_400c)
    #expect(function.word(0x24) == 0)
    #expect(!function.answersToMemory)
  }

  @Test func `reports a window without room`() throws {
    let machine = try FakePCI(fixture: "qemu-pc/qboot.txt")
    _ = machine.networkFunction
    #expect(throws: PCIError.noRoom(4)) { try regions(of: machine, room: 0x4000) }
  }

  @Test func `leaves I/O ports alone`() throws {
    let machine = try FakePCI(fixture: "qemu-pc/qboot.txt")
    machine.networkFunction.setWord(0xc001, at: 0x10)
    #expect(try regions(of: machine)[0] == nil)
    #expect(machine.networkFunction.word(0x10) == 0xc001)
  }

  @Test(arguments: [(0, 2), (0, 6), (5, 4)])
  func `refuses kinds of registers that do not exist`(number: Int, bits: UInt32) throws {
    let machine = try FakePCI(fixture: "qemu-pc/qboot.txt")
    machine.networkFunction.setWord(bits, at: 0x10 + 4 * number)
    if number == 5 { machine.networkFunction.setWord(0, at: 0x20) }
    #expect(throws: PCIError.badRegion(number)) { try regions(of: machine) }
  }

  @Test func `refuses a size that is no power of two`() throws {
    let machine = try FakePCI(fixture: "qemu-pc/qboot.txt")
    machine.networkFunction.writableBits[0x14] = 0x00ff_f000
    machine.networkFunction.writableBits[0x14] = 0xff0f_f000
    #expect(throws: PCIError.noRoom(1)) { try regions(of: machine) }
  }
}
