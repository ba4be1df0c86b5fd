internal import Testing

@testable internal import Core

@Suite struct BootInformationTests {
  @Test func `takes over what PVH says`() throws {
    let bytes = StartInfoTests.bytes
    let parsed = StartInfo(bytes.span.bytes)
    let start = try #require(parsed)
    let info = try #require(BootInformation(start))
    #expect(info.loader == .pvh)
    #expect(info.memoryMap == 0x6040..<0x6040 + 3 * 24)
    #expect(info.commandLine == 0x51000..<0x52000)
    #expect(info.rsdpAddress == 0xf5af0)
    #expect(info.kept.isEmpty)
  }

  @Test(arguments: [27, 28, 31, 44, 47])
  func `refuses what lies beyond the first 4 GiB`(byte: Int) throws {
    var bytes = StartInfoTests.bytes
    bytes[byte] = 0xff
    if byte == 27 { bytes[26] = 0xff; bytes[25] = 0xff }
    let parsed = StartInfo(bytes.span.bytes)
    let start = try #require(parsed)
    let info = BootInformation(start)
    #expect(info == nil)
  }

  @Test func `a start without a command line has an empty one`() throws {
    var bytes = StartInfoTests.bytes
    bytes.replaceSubrange(24..<40, with: [UInt8](repeating: 0, count: 16))
    let parsed = StartInfo(bytes.span.bytes)
    let start = try #require(parsed)
    let info = try #require(BootInformation(start))
    #expect(info.commandLine.isEmpty)
    #expect(info.rsdpAddress == nil)
  }

  static func information(_ bytes: [UInt8], at address: UInt64) -> BootInformation? {
    guard let info = MultibootInfo(bytes.span.bytes) else { return nil }
    return BootInformation(info, at: address)
  }

  @Test func `refuses tags without a memory map`() {
    let bytes = MultibootInfoTests.info([MultibootInfoTests.tag(1, Array("a=1\0".utf8))])
    #expect(Self.information(bytes, at: 0x10_0000) == nil)
  }

  @Test func `takes over what Multiboot 2 says`() throws {
    let bytes = MultibootInfoTests.info([
      MultibootInfoTests.tag(1, Array("a=1\0".utf8)), MultibootInfoTests.map,
      MultibootInfoTests.tag(14, [UInt8](repeating: 1, count: 20)),
    ])
    let info = try #require(Self.information(bytes, at: 0x10_0000))
    #expect(info.loader == .multiboot2)
    #expect(info.commandLine == 0x10_0010..<0x10_0014)
    #expect(info.memoryMap == 0x10_0028..<0x10_0040)
    #expect(info.entryByteCount == 24)
    #expect(info.rsdpAddress == 0x10_0048)
    #expect(info.kept == 0x10_0000..<0x10_0000 + UInt64(bytes.count))
  }

  @Test func `a command line longer than is read is cut`() throws {
    let line = [UInt8](repeating: 65, count: 5000)
    let bytes = MultibootInfoTests.info([MultibootInfoTests.tag(1, line), MultibootInfoTests.map])
    let info = try #require(Self.information(bytes, at: 0))
    #expect(info.commandLine.count == 4096)
  }
}
