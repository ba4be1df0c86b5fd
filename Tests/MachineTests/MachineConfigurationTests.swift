internal import Foundation
internal import Testing

@testable internal import Machine

@Suite struct MachineConfigurationTests {
  @Test func `tells the guest its addresses before its own arguments`() {
    var configuration = MachineConfiguration(image: "image.elf")
    configuration.kernelArguments = ["log=debug"]
    #expect(configuration.commandLine == "address=10.0.0.42/24 gateway=10.0.0.1 log=debug")
  }

  @Test func `tells a guest without network nothing`() {
    var configuration = MachineConfiguration(image: "image.elf")
    configuration.network = nil
    #expect(configuration.commandLine.isEmpty)
  }

  @Test func `survives being written and read`() throws {
    var configuration = MachineConfiguration(image: "image.elf")
    configuration.kind = .pc
    configuration.instructionCounting = .init(shift: 1, sleeps: true)
    configuration.network?.guest = IPv4Address(10, 1, 2, 3)
    configuration.extraArguments = ["-s"]
    let data = try JSONEncoder().encode(configuration)
    #expect(try JSONDecoder().decode(MachineConfiguration.self, from: data) == configuration)
  }

  @Test(arguments: [
    (0, "0.0.0.0"), (8, "255.0.0.0"), (23, "255.255.254.0"), (24, "255.255.255.0"),
    (32, "255.255.255.255"),
  ])
  func `makes a mask of a prefix length`(length: Int, mask: String) {
    var network = MachineNetwork()
    network.prefixLength = length
    #expect(network.mask.description == mask)
  }
}
