internal import Testing
internal import Wire

@Suite struct MACAddressTests {
  @Test func `puts the first octet on top`() {
    #expect(MACAddress(0x52, 0x54, 0, 0, 0, 0x42).rawValue == 0x5254_0000_0042)
  }

  @Test func `keeps 48 bits`() {
    #expect(MACAddress(rawValue: .max) == .broadcast)
  }

  @Test func `tells one card from groups and none`() {
    #expect(MACAddress(0x52, 0x54, 0, 0, 0, 0x42).isUnicast)
    #expect(MACAddress(0x01, 0x00, 0x5e, 0, 0, 1).isMulticast)
    #expect(!MACAddress(0x01, 0x00, 0x5e, 0, 0, 1).isUnicast)
    #expect(MACAddress.broadcast.isMulticast)
    #expect(!MACAddress.zero.isUnicast)
    #expect(!MACAddress.zero.isMulticast)
  }

  @Test func `names the card address of a group`() {
    // RFC 1112, section 6.4: the lowest 23 bits.
    #expect(MACAddress(group: IPv4Address(224, 0, 0, 1)) == MACAddress(1, 0, 0x5e, 0, 0, 1))
    #expect(MACAddress(group: IPv4Address(239, 255, 2, 3)) == MACAddress(1, 0, 0x5e, 0x7f, 2, 3))
    #expect(MACAddress(group: .allHosts).isMulticast)
  }
}
