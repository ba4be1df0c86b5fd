@testable internal import Drivers
internal import Hardware
internal import Testing

@Suite struct VirtioPCICapabilityTests {
  private func find(
    _ kind: VirtioPCICapability.Kind, least: Int = 0, in machine: FakePCI
  ) throws(VirtioError) -> VirtioPCICapability {
    var configuration = PCIConfiguration(machine)
    var regions: [6 of PCIRegion?] = .init(repeating: nil)
    regions[4] = PCIRegion(base: PhysicalAddress(rawValue: 0x8000_0000), byteCount: 0x4000)
    return try VirtioPCICapability(
      kind, least: least, of: PCIAddress(bus: 0, device: 2, function: 0), regions: regions,
      in: &configuration)
  }

  @Test func `finds QEMU's structures`() throws {
    let machine = try FakePCI(fixture: "qemu-pc/qboot.txt")
    #expect(try find(.common, in: machine).base.rawValue == 0x8000_0000)
    #expect(try find(.notification, in: machine).base.rawValue == 0x8000_3000)
    #expect(try find(.device, in: machine).base.rawValue == 0x8000_2000)
    #expect(try find(.device, in: machine).byteCount == 0x1000)
  }

  @Test func `refuses a structure that is too short`() throws {
    let machine = try FakePCI(fixture: "qemu-pc/qboot.txt")
    #expect(throws: VirtioError.badCapability(1)) {
      try find(.common, least: 0x1001, in: machine)
    }
  }

  @Test(arguments: [
    (0x44, [0x03]), (0x44, [0xff]), (0x48, [0, 0x40]), (0x48, [2]), (0x4f, [0xff]),
  ])
  func `passes over structures that are nowhere`(offset: Int, bytes: [UInt8]) throws {
    let machine = try FakePCI(fixture: "qemu-pc/qboot.txt")
    machine.networkFunction.bytes.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    #expect(throws: VirtioError.badCapability(1)) { try find(.common, in: machine) }
  }

  @Test func `takes the first of several`() throws {
    let machine = try FakePCI(fixture: "qemu-pc/qboot.txt")
    machine.networkFunction.bytes[0x73] = 1
    #expect(try find(.common, in: machine).offset == 0x70)
  }
}
