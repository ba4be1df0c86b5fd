internal import TestSupport
internal import Testing

@testable internal import Core

@Suite struct HeapTests {
  @Test(arguments: [1, 8, 16, 17, 100, 128, 129, 1000, 2048, 2049, 5000, 100_000])
  func `a block holds what was asked and says so`(byteCount: Int) throws {
    let memory = TestMemory(pageCount: 64)
    var heap = Heap(memory.makeAllocator())
    let blockFound = heap.allocate(byteCount)
    let block = try #require(blockFound)
    #expect(block % 16 == 0)
    let value1 = heap.usableByteCount(block)
    #expect(value1 >= byteCount)
    let value2 = heap.statistics.allocatedByteCount
    #expect(value2 == heap.usableByteCount(block))
    heap.free(block)
    let value3 = heap.statistics.allocatedByteCount
    #expect(value3 == 0)
    let value4 = heap.statistics.blockCount
    #expect(value4 == 0)
  }

  @Test(arguments: [16, 32, 64, 256, 1024, 2048, 4096])
  func `honours an alignment`(alignment: Int) throws {
    let memory = TestMemory(pageCount: 256)
    var heap = Heap(memory.makeAllocator())
    for byteCount in [1, 24, 48, 100, 700, 3000, 5000] {
      for _ in 0..<3 {
        let blockFound = heap.allocate(byteCount, alignment: alignment)
        let block = try #require(blockFound)
        #expect(block % UInt(alignment) == 0)
        let value5 = heap.usableByteCount(block)
        #expect(value5 >= byteCount)
      }
    }
  }

  @Test func `refuses what it cannot give`() {
    let memory = TestMemory(pageCount: 8)
    var heap = Heap(memory.makeAllocator())
    let answer1 = heap.allocate(-1)
    #expect(answer1 == nil)
    let answer2 = heap.allocate(Int.max)
    #expect(answer2 == nil)
    let answer3 = heap.allocate(8 * 4096)
    #expect(answer3 == nil)
    let answer4 = heap.allocate(16, alignment: 3)
    #expect(answer4 == nil)
    let answer5 = heap.allocate(7 * 4096)
    #expect(answer5 != nil)
    let answer6 = heap.allocate(1)
    #expect(answer6 == nil)
    let value6 = heap.statistics.failureCount
    #expect(value6 == 3)
  }

  @Test(arguments: [UInt64(1), 2]) func `a million random blocks never overlap and all return`(
    seed: UInt64
  ) {
    let memory = TestMemory(pageCount: 2048)
    var heap = Heap(memory.makeAllocator())
    let freePages = heap.pages.freePageCount
    var generator = SeededGenerator(seed: seed)
    var blocks: [(address: UInt, byteCount: Int, mark: UInt8)] = []
    for step in 0..<500_000 {
      if blocks.count < 2000, generator.next() % 2 == 0 || blocks.isEmpty {
        let limit = step % 50 == 0 ? 20_000 : 400
        let byteCount = Int(generator.next() % UInt64(limit)) + 1
        guard let address = heap.allocate(byteCount) else { continue }
        let mark = UInt8(truncatingIfNeeded: generator.next())
        let pointer = UnsafeMutablePointer<UInt8>(bitPattern: address)
        pointer?[0] = mark
        pointer?[byteCount - 1] = mark
        blocks.append((address, byteCount, mark))
      } else {
        let index = Int(generator.next() % UInt64(blocks.count))
        let block = blocks[index]
        blocks[index] = blocks[blocks.count - 1]
        blocks.removeLast()
        let pointer = UnsafeMutablePointer<UInt8>(bitPattern: block.address)
        #expect(pointer?[0] == block.mark && pointer?[block.byteCount - 1] == block.mark)
        heap.free(block.address)
      }
    }
    for block in blocks { heap.free(block.address) }
    let value7 = heap.statistics.allocatedByteCount
    #expect(value7 == 0)
    let value8 = heap.statistics.blockCount
    #expect(value8 == 0)
    // One empty page may stay open for each of the 24 size classes.
    let kept = freePages - heap.pages.freePageCount
    #expect(kept <= 24)
  }
}
