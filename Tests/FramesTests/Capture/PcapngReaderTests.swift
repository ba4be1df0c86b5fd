internal import Testing

@testable internal import Frames

@Suite struct PcapngReaderTests {
  private func sample() -> [UInt8] {
    var bytes: [UInt8] = []
    let log = CaptureLog(limit: 1 << 16) { bytes += $0 }
    Build.arp(reply: false).withUnsafeBytes { buffer in
      log.add(SeenFrame(.toGuest, at: 1 << 40, ByteView(buffer)), at: .host, comments: ["lost"])
    }
    log.finish()
    return bytes
  }

  @Test func `reads back what was written`() throws {
    var count = 0
    try PcapngReader.read(sample()) { packet in
      count += 1
      #expect(packet.frame.direction == .toGuest)
      #expect(packet.frame.time == 1 << 40)
      #expect(packet.place == .host)
      #expect(packet.comments == ["lost"])
      #expect(packet.frame.bytes.array == Build.arp(reply: false))
    }
    #expect(count == 1)
  }

  @Test func `says where a file is cut or damaged, and never traps`() {
    let bytes = sample()
    for count in 1..<bytes.count {
      // Between blocks a file may end.
      _ = try? PcapngReader.read(Array(bytes.prefix(count))) { _ in }
    }
    #expect(throws: PcapngReader.Malformed(offset: 0)) {
      try PcapngReader.read([1, 2, 3]) { _ in }
    }
    for index in bytes.indices {
      _ = try? PcapngReader.read(bytes.with(index, 0xff)) { _ in }
    }
  }
}
