internal import Testing
internal import Wire

@Suite struct IPv4NetworkTests {
  static let network = IPv4Network(address: IPv4Address(10, 0, 0, 42), prefixBitCount: 24)

  static func parse(_ text: String) -> IPv4Network? {
    let bytes = Array(text.utf8)
    return IPv4Network(text: bytes.span.bytes)
  }

  @Test func `reads the form with a slash`() {
    #expect(Self.parse("10.0.0.42/24") == Self.network)
    #expect(Self.parse("10.0.0.42/0")?.prefixBitCount == 0)
    #expect(Self.parse("10.0.0.42/32")?.prefixBitCount == 32)
  }

  @Test(arguments: ["", "/", "10.0.0.42", "10.0.0.42/", "10.0.0.42/33", "10.0.0/8", "1.2.3.4/8x"])
  func `refuses anything else`(text: String) {
    #expect(Self.parse(text) == nil)
  }

  @Test func `contains what has its prefix`() {
    #expect(Self.network.contains(IPv4Address(10, 0, 0, 255)))
    #expect(!Self.network.contains(IPv4Address(10, 0, 1, 42)))
    let all = IPv4Network(address: IPv4Address(10, 0, 0, 42), prefixBitCount: 0)
    #expect(all.contains(IPv4Address(192, 0, 2, 1)))
    let one = IPv4Network(address: IPv4Address(10, 0, 0, 42), prefixBitCount: 32)
    #expect(one.contains(IPv4Address(10, 0, 0, 42)))
    #expect(!one.contains(IPv4Address(10, 0, 0, 43)))
  }

  @Test func `has no host at its ends`() {
    #expect(Self.network.containsHost(IPv4Address(10, 0, 0, 1)))
    #expect(!Self.network.containsHost(IPv4Address(10, 0, 0, 0)))
    #expect(!Self.network.containsHost(IPv4Address(10, 0, 0, 255)))
    #expect(!Self.network.containsHost(IPv4Address(10, 0, 1, 1)))
  }

  @Test func `has a broadcast address unless it is too small`() {
    #expect(Self.network.broadcast == IPv4Address(10, 0, 0, 255))
    #expect(Self.network.base == IPv4Address(10, 0, 0, 0))
    let pair = IPv4Network(address: IPv4Address(10, 0, 0, 42), prefixBitCount: 31)
    #expect(pair.broadcast == nil && pair.base == nil)
    #expect(pair.containsHost(IPv4Address(10, 0, 0, 43)))
    #expect(!pair.containsHost(IPv4Address(10, 0, 0, 44)))
  }
}
