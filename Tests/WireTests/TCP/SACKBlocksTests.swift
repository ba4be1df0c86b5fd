internal import Testing
internal import Wire

@Suite struct SACKBlocksTests {
  static func block(_ number: UInt32) -> SACKBlock {
    SACKBlock(start: SequenceNumber(number), end: SequenceNumber(number + 10))
  }

  @Test func `holds four, in order, and no more`() {
    var blocks = SACKBlocks()
    for number in 1...6 as ClosedRange<UInt32> { blocks.append(Self.block(number * 100)) }
    #expect(blocks.count == 4)
    #expect((0..<4).map { blocks[$0].start.rawValue } == [100, 200, 300, 400])
  }

  @Test func `keeps the first when cut`() {
    var blocks = SACKBlocks()
    for number in 1...3 as ClosedRange<UInt32> { blocks.append(Self.block(number)) }
    blocks.truncate(to: 2)
    #expect(blocks.count == 2)
    blocks.truncate(to: 4)
    #expect(blocks.count == 2)
    #expect(blocks[1] == Self.block(2))
  }

  @Test func `is equal by what counts`() {
    var left = SACKBlocks()
    left.append(Self.block(1))
    left.append(Self.block(2))
    left.truncate(to: 1)
    var right = SACKBlocks()
    #expect(left != right)
    right.append(Self.block(1))
    #expect(left == right)
  }
}
