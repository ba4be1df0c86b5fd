internal import DHCP
internal import Testing
internal import Wire

@Suite struct DHCPServerSettingsTests {
  static func isValid(_ change: (inout DHCPServerSettings) -> Void) -> Bool {
    var settings = DHCPServerSettings(
      network: IPv4Network(address: IPv4Address(10, 0, 0, 1), prefixBitCount: 16),
      from: IPv4Address(10, 0, 0, 50), to: IPv4Address(10, 0, 0, 99))
    change(&settings)
    return settings.isValid
  }

  @Test func `takes addresses of the network`() {
    #expect(Self.isValid { _ in })
    #expect(Self.isValid { $0.last = IPv4Address(10, 0, 4, 49) })
    #expect(Self.isValid { $0.first = $0.last })
  }

  @Test func `refuses what cannot be lent`() {
    #expect(!Self.isValid { $0.last = IPv4Address(10, 0, 4, 50) })
    #expect(!Self.isValid { $0.last = IPv4Address(10, 0, 0, 49) })
    #expect(!Self.isValid { $0.last = IPv4Address(10, 1, 0, 99) })
    #expect(!Self.isValid { $0.first = IPv4Address(10, 0, 0, 0) })
    #expect(!Self.isValid { $0.leaseSeconds = 0 })
    let card = MACAddress(2, 0, 0, 0, 0, 1)
    for address in [IPv4Address(10, 1, 0, 1), IPv4Address(10, 0, 0, 1)] {
      #expect(!Self.isValid { $0.reservations = [.init(hardware: card, address: address)] })
    }
    let address = IPv4Address(10, 0, 0, 7)
    #expect(!Self.isValid { $0.reservations = [.init(hardware: .broadcast, address: address)] })
  }

  @Test func `refuses to give an address away twice`() {
    let cards = (UInt8(1)...3).map { MACAddress(2, 0, 0, 0, 0, $0) }
    let address = IPv4Address(10, 0, 0, 7)
    func reserved(_ last: UInt8...) -> [DHCPServerSettings.Reservation] {
      zip(cards, last).map { .init(hardware: $0, address: IPv4Address(10, 0, 0, $1)) }
    }
    #expect(Self.isValid { $0.reservations = reserved(7, 8, 9) })
    #expect(!Self.isValid { $0.reservations = reserved(7, 8, 7) })
    #expect(
      !Self.isValid {
        $0.gateway = address
        $0.reservations = reserved(7)
      })
  }
}
