internal import Testing

@testable internal import Symbols

@Suite struct StackMemoryTests {
  /// Memory whose bytes are their own address, from 0x1000 up to 0x1810.
  private static func read(_ address: UInt64, _ count: Int) -> [UInt8]? {
    guard (0x1000...0x1810).contains(address), address + UInt64(count) <= 0x1810 else { return nil }
    return (0..<count).map { UInt8(truncatingIfNeeded: address + UInt64($0)) }
  }

  @Test func `reads words lowest byte first`() {
    var memory = StackMemory(Self.read)
    #expect(memory.word(at: 0x1000) == 0x0706_0504_0302_0100)
    #expect(memory.word(at: 0x17f8) == 0xfffe_fdfc_fbfa_f9f8)
    #expect(memory.word(at: 0x1808) == 0x0f0e_0d0c_0b0a_0908)
  }

  @Test(arguments: [UInt64(0), 0xff8, 0x1004, 0x1810, .max, .max - 7])
  func `reads nothing elsewhere`(address: UInt64) {
    var memory = StackMemory(Self.read)
    #expect(memory.word(at: address) == nil)
  }

  @Test func `asks once for what lies together`() {
    var reads = 0
    var memory = StackMemory { address, count in
      reads += 1
      return Self.read(address, count)
    }
    for address in stride(from: UInt64(0x1000), to: 0x1400, by: 8) {
      #expect(memory.word(at: address) != nil)
    }
    #expect(reads == 1)
  }

  @Test func `does not believe a reader that gives too little`() {
    var memory = StackMemory { _, _ in [1, 2, 3] }
    #expect(memory.word(at: 0x1000) == nil)
  }
}
