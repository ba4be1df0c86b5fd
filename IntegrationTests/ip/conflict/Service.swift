import Kernel

/// Takes an address of its own after it has asked whether anybody else has it.
@main struct Conflict: Service {
  static func start(_ system: System) async throws(ConfigurationError) {
    let network = system.network
    let isHostsFree = await network.isFree(IPv4Address(10, 0, 0, 1))
    system.check(isHostsFree == false, "the host has its address")
    let address = IPv4Address(10, 0, 0, 42)
    let isFree = await network.isFree(address)
    system.check(isFree == true, "nobody has the guest's")
    try network.configure(
      InterfaceAddresses(
        network: IPv4Network(address: address, prefixBitCount: 24),
        gateway: IPv4Address(10, 0, 0, 1)))
    system.console.print("has an address")
    try? await Task.sleep(for: .seconds(2))
    network.announce()
    while true { try? await Task.sleep(for: .seconds(60)) }
  }
}
