internal import TestSupport
internal import Testing

@testable internal import Core

@Suite struct MemoryMapTests {
  /// The bytes of entries: start, size, kind.
  static func bytes(_ entries: [(UInt64, UInt64, UInt32)], padding: Int = 0) -> [UInt8] {
    entries.flatMap { start, size, kind in
      [start, size].flatMap(littleEndian) + littleEndian(kind) + littleEndian(UInt32(0))
        + [UInt8](repeating: 0xee, count: padding)
    }
  }

  static func littleEndian<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0) }
  }

  /// All that is free in a map.
  static func free(
    _ entries: [(UInt64, UInt64, UInt32)], except ranges: [Range<UInt64>] = []
  ) -> [Range<UInt64>] {
    let bytes = bytes(entries)
    let map = MemoryMap(bytes.span.bytes)
    var taken = TakenRanges()
    for range in ranges { taken.insert(range) }
    var found: [Range<UInt64>] = []
    while let range = map.nextFree(from: found.last?.upperBound ?? 0, except: taken) {
      found.append(range)
    }
    return found
  }

  @Test func `gives usable memory in order and merges what touches`() {
    let free = Self.free([
      (0x10_0000, 0x10_0000, 1), (0, 0x9_0000, 1), (0x20_0000, 0x1000, 1), (0x9_0000, 0x1000, 2),
    ])
    #expect(free == [0..<0x9_0000, 0x10_0000..<0x20_1000])
  }

  @Test func `what one entry reserves no other frees`() {
    let free = Self.free([(0, 0x10_0000, 1), (0x4000, 0x1000, 2), (0x8000, 0x1000, 3)])
    #expect(free == [0..<0x4000, 0x5000..<0x8000, 0x9000..<0x10_0000])
  }

  @Test func `leaves out what is taken`() {
    let free = Self.free(
      [(0, 0x10_0000, 1), (1 << 32, 1 << 30, 1)],
      except: [0..<0x1000, 0x8000..<0x8010, 0x8008..<0x9000, (1 << 32) + 0x10..<1 << 40])
    let last: Range<UInt64> = 1 << 32..<(1 << 32) + 0x10
    #expect(free == [0x1000..<0x8000, 0x9000..<0x10_0000, last])
  }

  @Test func `knows the end and the size of memory`() {
    let bytes = Self.bytes([(0, 0x9_0000, 1), (1 << 32, 1 << 30, 1), (1 << 40, 1 << 30, 2)])
    let map = MemoryMap(bytes.span.bytes)
    let end = map.end
    let byteCount = map.usableByteCount
    #expect(end == 1 << 32 + 1 << 30)
    #expect(byteCount == 0x9_0000 + 1 << 30)
  }

  @Test func `takes entries that are larger than today's`() {
    let bytes = Self.bytes([(0, 0x1000, 1), (0x5000, 0x1000, 1)], padding: 16)
    let map = MemoryMap(bytes.span.bytes, entryByteCount: 40)
    let count = map.count
    let end = map.end
    #expect(count == 2)
    #expect(end == 0x6000)
  }

  @Test func `counts whole pages only`() {
    let bytes = Self.bytes([(0x800, 0x4000, 1), (0x8000, 0x1800, 1), (0xa000, 0x800, 1)])
    let map = MemoryMap(bytes.span.bytes)
    var pages: [Range<Int>] = []
    let nothing = TakenRanges()
    map.forEachFreePages(in: 0..<0xa000, except: nothing) { pages.append($0) }
    #expect(pages == [1..<4, 8..<9])
    let place = map.freePages(byteCount: 0x2001, in: 0..<0xa000, except: nothing)
    #expect(place == 0x1000..<0x4000)
    let none = map.freePages(byteCount: 0x3001, in: 0..<0xa000, except: nothing)
    #expect(none == nil)
  }

  @Test(arguments: 1...200 as ClosedRange<UInt64>)
  func `random entries free what a table of every page says`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var entries: [(UInt64, UInt64, UInt32)] = []
    var usable = Set<UInt64>()
    var reserved = Set<UInt64>()
    for _ in 0..<generator.next() % 12 {
      let start = generator.next() % 60
      let count = generator.next() % 20
      let kind = UInt32(generator.next() % 3)
      entries.append((start, count, kind))
      for page in start..<start + count {
        if kind == 1 { usable.insert(page) } else { reserved.insert(page) }
      }
    }
    let taken = generator.next() % 60
    let free = Self.free(entries, except: [taken..<taken + 5])
    let expected = usable.subtracting(reserved).subtracting(taken..<taken + 5)
    #expect(Set(free.flatMap { Array($0) }) == expected)
    #expect(free.allSatisfy { !$0.isEmpty })
    #expect(zip(free, free.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound })
  }

  @Test(arguments: 1...50 as ClosedRange<UInt64>) func `random bytes never trap`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let bytes = (0..<24 * 20 + 7).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
    let map = MemoryMap(bytes.span.bytes, entryByteCount: Int(generator.next() % 64))
    let byteCount = map.usableByteCount
    let end = map.end
    #expect(byteCount <= end)
  }
}
