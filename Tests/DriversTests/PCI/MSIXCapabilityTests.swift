@testable internal import Drivers
internal import Testing

@Suite struct MSIXCapabilityTests {
  private let address = PCIAddress(bus: 0, device: 2, function: 0)

  @Test func `finds QEMU's table of four entries`() throws {
    var configuration = PCIConfiguration(try FakePCI(fixture: "qemu-pc/qboot.txt"))
    let capability = try #require(MSIXCapability(of: address, in: &configuration))
    #expect(capability.offset == 0x98)
    #expect(capability.entryCount == 4)
    #expect(capability.tableByteCount == 64)
    #expect(capability.region == 1)
    #expect(capability.tableOffset == 0)
  }

  @Test func `is absent where the function has none`() throws {
    var configuration = PCIConfiguration(try FakePCI(fixture: "qemu-pc/qboot.txt"))
    let host = PCIAddress(bus: 0, device: 0, function: 0)
    #expect(MSIXCapability(of: host, in: &configuration) == nil)
  }

  @Test func `enables and masks without changing the size`() throws {
    let machine = try FakePCI(fixture: "qemu-pc/qboot.txt")
    let function = machine.networkFunction
    var configuration = PCIConfiguration(machine)
    let capability = try #require(MSIXCapability(of: address, in: &configuration))
    capability.enable(masked: true, in: &configuration)
    capability.enable(masked: false, in: &configuration)
    #expect(function.writes.map(\.value) == [0xc003, 0x8003])
    #expect(function.writes.map(\.offset) == [0x9a, 0x9a])
  }
}
