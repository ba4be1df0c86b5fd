internal import Core
internal import Testing

@Suite struct RootPointerTests {
  private static let old: [UInt8] =
    Array("RSD PTR ".utf8) + [0xe2] + Array("BOCHS ".utf8) + [0, 0x49, 0x1a, 0x0d, 0]

  /// Version 2, with the sums right.
  private static func new(wide: UInt8 = 0x20) -> [UInt8] {
    var bytes = old
    bytes[15] = 2
    bytes[8] = 0
    bytes[8] = 0 &- bytes.reduce(0, &+)
    bytes += [36, 0, 0, 0, wide, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    if wide == 0 { bytes[28] = 0 }
    bytes[32] = 0 &- bytes.reduce(0, &+)
    return bytes
  }

  @Test func `reads version 0`() {
    let pointer = RootPointer(Self.old.span.bytes)
    #expect(pointer?.rootAddress == 0xd1a49)
    #expect(pointer?.hasWideEntries == false)
  }

  @Test func `prefers the wide table of version 2`() {
    let pointer = RootPointer(Self.new().span.bytes)
    #expect(pointer?.rootAddress == 0x1_0000_0020)
    #expect(pointer?.hasWideEntries == true)
  }

  @Test func `takes the narrow table where the wide one is missing or damaged`() {
    let without = RootPointer(Self.new(wide: 0).span.bytes)
    #expect(without?.hasWideEntries == false)
    var bytes = Self.new()
    bytes[24] ^= 1
    let damaged = RootPointer(bytes.span.bytes)
    #expect(damaged?.rootAddress == 0xd1a49)
    #expect(damaged?.hasWideEntries == false)
  }

  @Test(arguments: 0..<20) func `refuses a cut structure and a wrong byte`(index: Int) {
    let cut = RootPointer(Self.old.span.bytes.extracting(0..<index))
    #expect(cut == nil)
    var bytes = Self.old
    bytes[index] ^= 0x10
    let wrong = RootPointer(bytes.span.bytes)
    #expect(wrong == nil)
  }

  @Test func `is found in the BIOS area at multiples of 16 only`() {
    var memory = FakePhysicalMemory()
    #expect(RootPointer.find(in: memory) == nil)
    memory.put([UInt8](repeating: 0, count: 0x2_0000), at: 0xe_0000)
    #expect(RootPointer.find(in: memory) == nil)
    var area = memory[region: 0]
    area.replaceSubrange(0x1008..<0x1008 + 20, with: Self.old)
    memory[region: 0] = area
    #expect(RootPointer.find(in: memory) == nil)
    // The last place there is, which has no room for version 2.
    area.replaceSubrange(0x1_ffe0..<0x1_ffe0 + 20, with: Self.old)
    memory[region: 0] = area
    #expect(RootPointer.find(in: memory)?.rootAddress == 0xd1a49)
  }
}
