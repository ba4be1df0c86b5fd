@testable internal import Drivers
internal import Testing

@Suite struct PCIAddressTests {
  @Test func `selects a word of a function`() {
    let address = PCIAddress(bus: 0x12, device: 0x1f, function: 7)
    #expect(address.selector(of: 0x43) == 0x8012_ff40)
  }

  @Test func `traps on a device that cannot exist`() async {
    await #expect(processExitsWith: .failure) { _ = PCIAddress(bus: 0, device: 32, function: 0) }
  }
}
