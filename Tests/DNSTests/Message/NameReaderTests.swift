internal import Testing

@testable internal import DNS

@Suite struct NameReaderTests {
  static func read(_ bytes: [UInt8], at start: Int = 0) -> ([UInt8], Int)? {
    NameReader.read(bytes.span.bytes, at: start).map { ($0.name.bytes, $0.end) }
  }

  @Test func `follows pointers and comes back`() throws {
    let bytes: [UInt8] = [9, 9, 1, 0x61, 0, 1, 0x62, 0xc0, 2, 1, 0x63, 0xc0, 5, 7]
    let (name, end) = try #require(Self.read(bytes, at: 9))
    #expect(name == [1, 0x63, 1, 0x62, 1, 0x61, 0] && end == 13)
  }

  @Test(
    arguments: [
      ([0xc0, 0], 0), ([0xc0, 2, 0], 0), ([1, 0x61, 0xc0, 0], 0), ([1, 0x61, 0xc0, 0], 2),
      ([0xc0, 2, 0xc0, 0], 2), ([1, 0x61, 0xc0, 2], 0), ([0x40, 0], 0), ([0x80, 0], 0),
      ([2, 0x61, 0], 0), ([1, 0x61], 0), ([0xc0], 0), ([], 0), ([0], 1),
    ] as [([UInt8], Int)])
  func `refuses what does not end or points forward`(bytes: [UInt8], start: Int) {
    // A piece that runs into the pointer that led to it is a loop, too.
    let name = Self.read(bytes, at: start)
    #expect(name == nil, "\(String(describing: name))")
  }

  @Test func `refuses a name that grows too long`() {
    // Each of five labels of 63 bytes leads to the one before it.
    var bytes: [UInt8] = [0]
    var last = 0
    for count in 1...5 {
      let start = bytes.count
      bytes += [63] + [UInt8](repeating: 0x61, count: 63) + [0xc0 | UInt8(last >> 8), UInt8(last)]
      last = start
      #expect((Self.read(bytes, at: start) != nil) == (count <= 3))
      if last > 255 { break }
    }
  }

  @Test func `refuses a name that is a walk`() {
    // One pointer leads to the one before it.
    var bytes: [UInt8] = [0]
    for number in 0..<200 {
      let target = number == 0 ? 0 : bytes.count - 2
      bytes += [0xc0 | UInt8(target >> 8), UInt8(truncatingIfNeeded: target)]
      #expect((Self.read(bytes, at: bytes.count - 2) != nil) == (number < 127))
    }
  }
}
