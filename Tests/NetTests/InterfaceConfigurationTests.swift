internal import Net
internal import Testing
internal import Wire

@Suite struct InterfaceConfigurationTests {
  static func configuration(
    hardware: MACAddress = Host.guestCard, address: IPv4Address = Host.guest,
    prefixBitCount: Int = 24, gateway: IPv4Address? = Host.peer, mtu: Int = 1500
  ) -> InterfaceConfiguration {
    InterfaceConfiguration(
      hardware: hardware, network: IPv4Network(address: address, prefixBitCount: prefixBitCount),
      gateway: gateway, mtu: mtu)
  }

  @Test func `takes what makes sense`() {
    #expect(Self.configuration().isValid)
    #expect(Self.configuration(gateway: nil).isValid)
    #expect(Self.configuration(mtu: 576).isValid)
    #expect(Self.configuration(mtu: 65535).isValid)
    #expect(Self.configuration(prefixBitCount: 32, gateway: nil).isValid)
    #expect(Self.configuration().address == Host.guest)
  }

  @Test(arguments: [
    configuration(hardware: .zero), configuration(hardware: .broadcast),
    configuration(address: IPv4Address(10, 0, 0, 0)),
    configuration(address: IPv4Address(10, 0, 0, 255)),
    configuration(address: IPv4Address(127, 0, 0, 1), gateway: nil),
    configuration(address: .unspecified, gateway: nil),
    configuration(gateway: IPv4Address(10, 0, 1, 1)), configuration(gateway: Host.guest),
    configuration(gateway: IPv4Address(10, 0, 0, 255)), configuration(mtu: 575),
    configuration(mtu: 65536),
  ])
  func `refuses what does not`(configuration: InterfaceConfiguration) {
    #expect(!configuration.isValid)
  }
}
