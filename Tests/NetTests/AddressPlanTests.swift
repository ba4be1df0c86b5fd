internal import Testing
internal import Wire

@testable internal import Net

@Suite struct AddressPlanTests {
  static func plan(prefixBitCount: Int = 24, gateway: IPv4Address? = Host.peer) -> AddressPlan {
    AddressPlan(
      InterfaceConfiguration(
        hardware: Host.guestCard,
        network: IPv4Network(address: Host.guest, prefixBitCount: prefixBitCount),
        gateway: gateway))
  }

  @Test func `knows the two addresses of everybody`() {
    #expect(Self.plan().isBroadcast(.broadcast))
    #expect(Self.plan().isBroadcast(IPv4Address(10, 0, 0, 255)))
    #expect(!Self.plan().isBroadcast(IPv4Address(10, 0, 1, 255)))
    #expect(!Self.plan().isBroadcast(Host.guest))
  }

  @Test(arguments: [IPv4Address(10, 0, 0, 1), IPv4Address(10, 0, 0, 254)])
  func `takes hosts of the network for neighbours`(address: IPv4Address) {
    #expect(Self.plan().isForeignHost(address) && Self.plan().isNeighbor(address))
    #expect(Self.plan().nextHop(toHost: address) == address)
  }

  @Test(arguments: [
    Host.guest, IPv4Address(10, 0, 0, 0), IPv4Address(10, 0, 0, 255), IPv4Address.broadcast,
    IPv4Address.unspecified, IPv4Address(127, 0, 0, 1), IPv4Address(224, 0, 0, 1),
  ])
  func `takes nothing else for a host`(address: IPv4Address) {
    #expect(!Self.plan().isForeignHost(address) && !Self.plan().isNeighbor(address))
  }

  @Test func `reaches far hosts through the gateway, if there is one`() {
    let far = IPv4Address(192, 0, 2, 1)
    #expect(Self.plan().isForeignHost(far) && !Self.plan().isNeighbor(far))
    #expect(Self.plan().nextHop(toHost: far) == Host.peer)
    #expect(Self.plan(gateway: nil).nextHop(toHost: far) == nil)
  }

  @Test func `takes both addresses of the smallest network for hosts`() {
    let plan = Self.plan(prefixBitCount: 31, gateway: nil)
    #expect(plan.isNeighbor(IPv4Address(10, 0, 0, 43)))
    #expect(plan.isBroadcast(.broadcast) && !plan.isBroadcast(IPv4Address(10, 0, 0, 43)))
  }
}
