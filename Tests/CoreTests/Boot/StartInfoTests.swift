internal import Testing

@testable internal import Core

@Suite struct StartInfoTests {
  /// As QEMU 7.2 leaves it for `-machine microvm`, with addresses made distinct.
  static let bytes: [UInt8] = [
    0x78, 0xc5, 0x6e, 0x33, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x00, 0x10,
    0x05, 0, 0, 0, 0, 0, 0xf0, 0x5a, 0x0f, 0, 0, 0, 0, 0, 0x40, 0x60, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0,
    0,
    0, 0, 0,
  ]

  @Test func `reads the addresses`() throws {
    let parsed = StartInfo(Self.bytes.span.bytes)
    let info = try #require(parsed)
    #expect(info.commandLineAddress == 0x51000)
    #expect(info.rsdpAddress == 0xf5af0)
    #expect(info.memoryMapAddress == 0x6040)
    #expect(info.memoryMapCount == 3)
  }

  @Test(arguments: 0..<56) func `refuses a cut structure`(byteCount: Int) {
    let info = StartInfo(Self.bytes.span.bytes.extracting(0..<byteCount))
    #expect(info == nil)
  }

  @Test func `refuses another magic and version 0`() {
    var bytes = Self.bytes
    bytes[0] = 0
    let otherMagic = StartInfo(bytes.span.bytes)
    #expect(otherMagic == nil)
    bytes = Self.bytes
    bytes[4] = 0
    let otherVersion = StartInfo(bytes.span.bytes)
    #expect(otherVersion == nil)
  }
}
