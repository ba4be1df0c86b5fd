internal import Testing
internal import Wire

@Suite struct IPv4AddressTests {
  static func parse(_ text: String) -> IPv4Address? {
    let bytes = Array(text.utf8)
    return IPv4Address(text: bytes.span.bytes)
  }

  @Test(arguments: [
    ("10.0.0.42", IPv4Address(10, 0, 0, 42)), ("0.0.0.0", .unspecified),
    ("255.255.255.255", .broadcast),
  ])
  func `reads the dotted form`(text: String, address: IPv4Address) {
    #expect(Self.parse(text) == address)
  }

  @Test(arguments: [
    "", ".", "10", "10.0.0", "10.0.0.", "10.0.0.256", "10.0.0.042", "10.0.0.4.2", "10.0.0.4 ",
    " 10.0.0.4", "10..0.4", "-1.0.0.4", "10.0.0.99999999999999999999", "1o.0.0.4", "10,0,0,4",
  ])
  func `refuses anything else`(text: String) {
    #expect(Self.parse(text) == nil)
  }

  @Test(arguments: [
    IPv4Address(1, 0, 0, 0), IPv4Address(126, 255, 255, 255), IPv4Address(128, 0, 0, 0),
    IPv4Address(223, 255, 255, 255),
  ])
  func `takes hosts for hosts`(address: IPv4Address) {
    #expect(address.isUnicast && !address.isMulticast && !address.isLoopback)
  }

  @Test(arguments: [
    IPv4Address.unspecified, IPv4Address(0, 255, 255, 255), IPv4Address(127, 0, 0, 0),
    IPv4Address(127, 255, 255, 255), IPv4Address(224, 0, 0, 0), IPv4Address(240, 0, 0, 0),
    IPv4Address.broadcast,
  ])
  func `takes nothing else for a host`(address: IPv4Address) {
    #expect(!address.isUnicast)
  }

  @Test func `tells groups and loopback`() {
    #expect(IPv4Address(224, 0, 0, 251).isMulticast)
    #expect(IPv4Address(239, 255, 255, 255).isMulticast)
    #expect(!IPv4Address(240, 0, 0, 0).isMulticast)
    #expect(IPv4Address(127, 0, 0, 1).isLoopback)
  }
}
