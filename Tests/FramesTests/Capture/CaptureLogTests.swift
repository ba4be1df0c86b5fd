internal import Testing

@testable internal import Frames

@Suite struct CaptureLogTests {
  /// What is in a file made of frames that hold their number.
  private func file(_ count: Int, limit: Int) throws -> [(number: Int, comments: [String])] {
    var bytes: [UInt8] = []
    let log = CaptureLog(limit: limit) { bytes += $0 }
    for number in 0..<count {
      let frame = Build.long(UInt32(number)) + [UInt8](repeating: 1, count: 57)
      frame.withUnsafeBytes { buffer in
        let seen = SeenFrame(.fromGuest, at: UInt64(number), ByteView(buffer))
        log.add(seen, at: .guest, comments: number == 3 ? ["three", "3"] : [])
      }
    }
    log.finish()
    #expect(bytes.count == log.byteCount)
    #expect(bytes.count <= limit * 5 / 4)
    var found: [(Int, [String])] = []
    try PcapngReader.read(bytes) { packet in
      #expect(packet.frame.time == UInt64(packet.frame.bytes.long(at: 0)))
      #expect(packet.frame.bytes.count == 61)
      found.append((Int(packet.frame.bytes.long(at: 0)), packet.comments))
    }
    #expect(found.count + log.omittedCount == count)
    return found
  }

  @Test func `keeps all frames of a small capture, with their remarks`() throws {
    let found = try file(100, limit: 1 << 20)
    #expect(found.map(\.number) == Array(0..<100))
    #expect(found[3].comments == ["three", "3"])
    #expect(found[4].comments == [])
  }

  @Test func `keeps the first and the last frames of a large one, and says what is missing`() throws
  {
    let found = try file(10_000, limit: 100_000)
    #expect(found.first?.number == 0)
    #expect(found.last?.number == 9999)
    let bridge = try #require(found.first { !$0.comments.isEmpty && $0.number != 3 })
    #expect(bridge.comments[0].hasSuffix("left out, for the file's size"))
    #expect(found.count > 400)
  }

  @Test func `leaves out nothing where the end just fits`() throws {
    for count in [350, 400, 450, 500, 550] {
      let found = try file(count, limit: 1 << 16)
      #expect(found.map(\.number) == found.map(\.number).sorted())
    }
  }
}
