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
}
