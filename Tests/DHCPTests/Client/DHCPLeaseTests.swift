internal import DHCP
internal import Testing
internal import Wire

@Suite struct DHCPLeaseTests {
  static var grant: DHCPMessage {
    var message = DHCPMessage(
      .acknowledgment, transaction: 1, hardware: MACAddress(2, 0, 0, 0, 0, 1))
    message.yourAddress = IPv4Address(10, 0, 0, 42)
    message.serverIdentifier = IPv4Address(10, 0, 0, 1)
    message.subnetMask = 0xffff_ff00
    message.leaseSeconds = 80
    return message
  }

  static func lease(_ change: (inout DHCPMessage) -> Void) -> DHCPLease? {
    var message = grant
    change(&message)
    return DHCPLease(message)
  }

  @Test func `takes half and seven eighths where the server gives no times`() throws {
    let lease = try #require(DHCPLease(Self.grant))
    #expect([lease.renewalSeconds, lease.rebindingSeconds, lease.seconds] == [40, 70, 80])
    #expect(lease.network == IPv4Network(address: IPv4Address(10, 0, 0, 42), prefixBitCount: 24))
  }

  @Test(
    arguments: [(10, 20, 10), (20, 10, 40), (0, 20, 40), (10, 80, 40)] as [(UInt32, UInt32, UInt32)]
  )
  func `takes times that are in order`(renewal: UInt32, rebinding: UInt32, taken: UInt32) {
    let lease = Self.lease {
      $0.renewalSeconds = renewal
      $0.rebindingSeconds = rebinding
    }
    #expect(lease?.renewalSeconds == taken)
  }

  @Test func `all ones are for ever`() {
    #expect(Self.lease { $0.leaseSeconds = .max }?.seconds == nil)
    #expect(Self.lease { $0.leaseSeconds = .max } != nil)
  }

  @Test func `passes over a router that is none`() {
    let routers = [
      IPv4Address(10, 0, 1, 1), IPv4Address(10, 0, 0, 42), IPv4Address(10, 0, 0, 255),
      IPv4Address(10, 0, 0, 7),
    ]
    #expect(Self.lease { $0.routers = routers }?.gateway == IPv4Address(10, 0, 0, 7))
    #expect(Self.lease { $0.routers = [] }?.gateway == nil)
  }

  @Test func `a mask that is missing is that of the class`() {
    #expect(Self.lease { $0.subnetMask = nil }?.network.prefixBitCount == 8)
    #expect(
      Self.lease {
        $0.subnetMask = nil
        $0.yourAddress = IPv4Address(192, 168, 1, 5)
      }?.network.prefixBitCount == 24)
  }

  @Test func `refuses what no host can use`() {
    #expect(Self.lease { $0.subnetMask = 0xff00_ff00 } == nil)
    #expect(Self.lease { $0.subnetMask = 0 } == nil)
    #expect(Self.lease { $0.yourAddress = IPv4Address(10, 0, 0, 255) } == nil)
    #expect(Self.lease { $0.yourAddress = .unspecified } == nil)
    #expect(Self.lease { $0.yourAddress = IPv4Address(224, 0, 0, 1) } == nil)
    #expect(Self.lease { $0.leaseSeconds = nil } == nil)
    #expect(Self.lease { $0.leaseSeconds = 0 } == nil)
    #expect(Self.lease { $0.serverIdentifier = nil } == nil)
  }

  @Test func `passes over a packet size that is too small`() {
    #expect(Self.lease { $0.mtu = 68 }?.mtu == nil)
    #expect(Self.lease { $0.mtu = 1400 }?.mtu == 1400)
  }

  @Test func `takes what dnsmasq and dhcpd grant`() throws {
    for name in ["dnsmasq-udhcpc", "dhcpd-dhclient"] {
      let grant = try #require(Exchanges.messages(name).first { $0.kind == .acknowledgment })
      let lease = try #require(DHCPLease(grant))
      #expect(lease.gateway == IPv4Address(10, 0, 0, 1))
      #expect(lease.server == IPv4Address(10, 0, 0, 1))
    }
  }

  @Test func `asks for more time after a second at least`() {
    for seconds in [UInt32(1), 2, 3] {
      let lease = Self.lease { $0.leaseSeconds = seconds }
      #expect(lease?.renewalSeconds == 1 && lease?.rebindingSeconds == seconds)
    }
  }
}
