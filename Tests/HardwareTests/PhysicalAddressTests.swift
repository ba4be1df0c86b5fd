internal import Hardware
internal import Testing

@Suite struct PhysicalAddressTests {
  @Test func `adds bytes`() {
    #expect(PhysicalAddress(rawValue: 0x1000) + 0x24 == PhysicalAddress(rawValue: 0x1024))
  }

  @Test func `orders by number`() {
    #expect(PhysicalAddress(rawValue: 1) < PhysicalAddress(rawValue: 2))
  }
}
