internal import Testing

@testable internal import TestRunner

@Suite struct StackCopyTests {
  /// Memory with words at its start; everything else cannot be read.
  private func stack(_ words: [UInt64], at start: UInt64 = 0x1000) -> StackCopy {
    let bytes = words.flatMap { word in withUnsafeBytes(of: word.littleEndian) { Array($0) } }
    let padded = bytes + [UInt8](repeating: 0, count: max(0, 1024 - bytes.count))
    return StackCopy(around: start) { address, count in
      address == start && count <= padded.count ? Array(padded[..<count]) : nil
    }
  }

  @Test func `follows the chain outwards`() {
    let stack = stack([0, 0, 0x1020, 0xa1, 0x1030, 0xa2, 0, 0xa3])
    #expect(stack.returnAddresses(from: 0x1010) == [0xa1, 0xa2, 0xa3])
    #expect(
      self.stack([0x1010, 0xa1, 0x1020, 0xa2, 0, 0xa3]).returnAddresses(from: 0x1000)
        == [0xa1, 0xa2, 0xa3])
  }

  @Test func `stops at damage`() {
    #expect(stack([0x1000, 0xa1]).returnAddresses(from: 0x1000) == [0xa1])
    #expect(stack([0x1008, 0xa1, 0xa2]).returnAddresses(from: 0x1000).count <= 2)
    #expect(stack([0x1003, 0xa1]).returnAddresses(from: 0x1000) == [0xa1])
    #expect(stack([]).returnAddresses(from: 0x800).isEmpty)
    #expect(stack([]).returnAddresses(from: .max - 7).isEmpty)
    #expect(StackCopy(around: 0) { _, _ in nil }.returnAddresses(from: 0).isEmpty)
  }
}
