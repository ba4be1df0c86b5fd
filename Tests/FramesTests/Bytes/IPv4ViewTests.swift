internal import Testing

@testable internal import Frames

@Suite struct IPv4ViewTests {
  @Test func `reads a header and leaves what follows the packet`() throws {
    let bytes =
      Build.ipv4([1, 2, 3], protocol: 17, identification: 0x1234, flags: 0x2002) + [9, 9]
    try bytes.withUnsafeBytes { buffer in
      let packet = try #require(IPv4View(ByteView(buffer)))
      #expect(packet.bytes.count == 23)
      #expect(packet.payload.array == [1, 2, 3])
      #expect(packet.identification == 0x1234)
      #expect(packet.hasMoreFragments)
      #expect(packet.fragmentOffset == 16)
      #expect(packet.hasValidChecksum)
      #expect(dotted(packet.source) == "10.0.0.42")
    }
  }

  @Test func `refuses every shorter packet`() {
    let bytes = Build.ipv4([1, 2, 3], protocol: 17)
    for count in 0..<bytes.count {
      bytes.prefix(count).withUnsafeBytes { #expect(IPv4View(ByteView($0))?.bytes.count == nil) }
    }
  }
}
