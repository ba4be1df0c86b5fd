import DHCP
import Kernel

/// Says when it has an address and when it has none.
@main struct DHCPLoser: Service {
  static func start(_ system: System) async throws(DHCPError) {
    let network = system.network
    var lease: DHCPLease? = try await network.dhcp()
    system.console.print("an address")
    while true {
      try? await Task.sleep(for: .milliseconds(100))
      let present = network.lease
      guard (present == nil) != (lease == nil) else { continue }
      lease = present
      let isUsed = network.addresses?.network != IPv4Network.none
      system.check(isUsed == (present != nil), "the interface has the address while it is lent")
      system.console.print(present == nil ? "no address" : "an address again")
    }
  }
}
