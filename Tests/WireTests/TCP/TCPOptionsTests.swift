internal import TestSupport
internal import Testing
internal import Wire

@Suite struct TCPOptionsTests {
  /// All options, and whether iteration ended at an impossible one.
  static func read(_ bytes: [UInt8]) -> (options: [TCPOption], isMalformed: Bool) {
    var options = TCPOptions(bytes.span.bytes)
    var list: [TCPOption] = []
    while let option = options.next() { list.append(option) }
    return (list, options.isMalformed)
  }

  @Test func `reads those of a SYN of Linux`() {
    let (options, isMalformed) = Self.read(Array(Captured.syn.dropFirst(54)))
    #expect(
      options == [
        .maximumSegmentSize(1460), .sackPermitted,
        .timestamps(TCPTimestamps(value: 0x067c_e50b, echo: 0)), .windowScale(10),
      ])
    #expect(!isMalformed)
  }

  @Test func `reads ranges`() {
    let (options, _) = Self.read([5, 18, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4])
    var blocks = SACKBlocks()
    blocks.append(SACKBlock(start: 1, end: 2))
    blocks.append(SACKBlock(start: 3, end: 4))
    #expect(options == [.sack(blocks)])
  }

  @Test(arguments: [[2, 3, 1], [3, 2], [4, 3, 0], [5, 9, 0, 0, 0, 0, 0, 0, 0], [8, 4, 0, 0]])
  func `does not know options of another length than theirs`(bytes: [UInt8]) {
    let (options, isMalformed) = Self.read(bytes + [4, 2])
    #expect(options == [.unsupported(bytes[0]), .sackPermitted])
    #expect(!isMalformed)
  }

  @Test(arguments: [[4, 0], [4, 1], [2, 5, 1, 1], [8], [1, 1, 253]] as [[UInt8]])
  func `ends at an impossible length`(bytes: [UInt8]) {
    let (options, isMalformed) = Self.read([4, 2] + bytes)
    #expect(options == [.sackPermitted])
    #expect(isMalformed)
  }

  @Test func `ends at the end`() {
    let (options, isMalformed) = Self.read([1, 1, 0, 4, 2])
    #expect(options.isEmpty)
    #expect(!isMalformed)
  }

  @Test(arguments: 0..<2000 as Range<UInt64>) func `never traps`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    _ = Self.read(generator.bytes(upTo: 40))
  }
}
