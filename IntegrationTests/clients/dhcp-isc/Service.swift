import DHCP
import Kernel

/// Says when it has an address and when it has none, and when packets may be of another size.
@main struct DHCPLoser: Service {
  static func start(_ system: System) async throws(DHCPError) {
    let network = system.network
    var lease: DHCPLease? = try await network.dhcp()
    var mtu = network.addresses?.mtu ?? 0
    system.console.print("an address, packets of ", mtu)
    while true {
      try? await Task.sleep(for: .milliseconds(100))
      let present = network.lease
      if present != nil, let size = network.addresses?.mtu, size != mtu {
        mtu = size
        system.console.print("packets of ", mtu)
      }
      guard (present == nil) != (lease == nil) else { continue }
      lease = present
      let isUsed = network.addresses?.network != IPv4Network.none
      system.check(isUsed == (present != nil), "the interface has the address while it is lent")
      system.console.print(present == nil ? "no address" : "an address again")
    }
  }
}
