@testable internal import Drivers
internal import Testing

/// Functions in the order they are found.
private func functions(of machine: FakePCI) -> [PCIFunction] {
  var found: [PCIFunction] = []
  var configuration = PCIConfiguration(machine)
  _ = configuration.findFunction { function in
    found.append(function)
    return false
  }
  return found
}

/// The offsets of the capabilities of one kind, in the order they are found.
private func capabilities(_ identifier: UInt8, of machine: FakePCI) -> [UInt8] {
  var found: [UInt8] = []
  var configuration = PCIConfiguration(machine)
  let address = PCIAddress(bus: 0, device: 2, function: 0)
  _ = configuration.findCapability(identifier, of: address) { _, offset in
    found.append(offset)
    return false
  }
  return found
}

@Suite struct PCIConfigurationTests {
  @Test func `finds the functions of QEMU's pc`() throws {
    let found = functions(of: try FakePCI(fixture: "qemu-pc/qboot.txt"))
    #expect(found.map(\.address.device) == [0, 1, 1, 1, 2])
    #expect(found.map(\.address.function) == [0, 0, 1, 3, 0])
    #expect(found.map(\.classCode) == [0x060000, 0x060100, 0x010180, 0x068000, 0x020000])
    #expect(found.last?.vendor == 0x1af4)
    #expect(found.last?.device == 0x1041)
  }

  @Test func `stops at the function that is wanted`() throws {
    var configuration = PCIConfiguration(try FakePCI(fixture: "qemu-pc/qboot.txt"))
    var count = 0
    let found = configuration.findFunction { function in
      count += 1
      return function.classCode == 0x060100
    }
    #expect(found?.device == 0x7000)
    #expect(count == 2)
  }

  @Test func `finds nothing on an empty machine`() {
    #expect(functions(of: FakePCI()).isEmpty)
  }

  @Test func `looks behind bridges, and into each bus once`() throws {
    let machine = FakePCI()
    func bytes(device: UInt8, bridgeTo bus: UInt8?) -> [UInt8] {
      var bytes = [UInt8](repeating: 0, count: 256)
      bytes[0...3] = [1, 0, device, 0]
      if let bus {
        bytes[0xa...0xb] = [0x04, 0x06]
        bytes[0x19] = bus
      }
      return bytes
    }
    machine.add(bus: 0, device: 3, function: 0, bytes: bytes(device: 1, bridgeTo: 5))
    machine.add(bus: 5, device: 0, function: 0, bytes: bytes(device: 2, bridgeTo: 5))
    machine.add(bus: 5, device: 1, function: 0, bytes: bytes(device: 3, bridgeTo: 0))
    machine.add(bus: 5, device: 2, function: 0, bytes: bytes(device: 4, bridgeTo: 255))
    machine.add(bus: 5, device: 2, function: 1, bytes: bytes(device: 9, bridgeTo: nil))
    machine.add(bus: 255, device: 31, function: 0, bytes: bytes(device: 5, bridgeTo: nil))
    machine.add(bus: 6, device: 0, function: 0, bytes: bytes(device: 9, bridgeTo: nil))
    #expect(functions(of: machine).map(\.device) == [1, 2, 3, 4, 5])
  }

  @Test func `finds capabilities in the list's order`() throws {
    let machine = try FakePCI(fixture: "qemu-pc/qboot.txt")
    #expect(capabilities(0x09, of: machine) == [0x84, 0x70, 0x60, 0x50, 0x40])
    #expect(capabilities(0x11, of: machine) == [0x98])
    #expect(capabilities(0x05, of: machine) == [])
  }

  @Test func `ends on a list that leads in a circle`() throws {
    let machine = try FakePCI(fixture: "qemu-pc/qboot.txt")
    machine.networkFunction.bytes[0x41] = 0x98
    #expect(capabilities(0x11, of: machine).count == 8)
  }

  @Test func `ends on a list that leads into the header`() throws {
    let machine = try FakePCI(fixture: "qemu-pc/qboot.txt")
    machine.networkFunction.bytes[0x85] = 0x3c
    #expect(capabilities(0x09, of: machine) == [0x84])
  }

  @Test func `finds no capabilities where the function has no list`() throws {
    let machine = try FakePCI(fixture: "qemu-pc/qboot.txt")
    machine.networkFunction.bytes[0x06] = 0
    #expect(capabilities(0x09, of: machine) == [])
  }

  @Test func `reads and writes the bytes it is asked for`() throws {
    let machine = try FakePCI(fixture: "qemu-pc/seabios.txt")
    let function = machine.networkFunction
    var configuration = PCIConfiguration(machine)
    let address = PCIAddress(bus: 0, device: 2, function: 0)
    #expect(configuration.read8(0x3d, of: address) == 1)
    #expect(configuration.read16(0x9a, of: address) == 3)
    #expect(configuration.read32(0x14, of: address) == 0xfebc_0000)
    configuration.write16(0x8003, at: 0x9a, of: address)
    #expect(function.bytes[0x98...0x9b] == [0x11, 0x84, 0x03, 0x80])
  }
}
