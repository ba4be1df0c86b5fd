internal import TestSupport
internal import Testing

@testable internal import Core

@Suite struct HeapTests {
  @Test(arguments: [1, 8, 16, 17, 100, 128, 129, 1000, 2048, 2049, 5000, 100_000])
  func `a block holds what was asked and says so`(byteCount: Int) throws {
    let memory = TestMemory(pageCount: 64)
    var heap = memory.makeHeap()
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

  @Test(arguments: [1, 16, 32, 64, 256, 1024, 2048, 4096, 8192, 65536])
  func `honours an alignment`(alignment: Int) throws {
    let memory = TestMemory(pageCount: 2048)
    var heap = memory.makeHeap()
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
    var heap = memory.makeHeap()
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

  @Test func `an empty page stays for the next block, until memory is short`() throws {
    let memory = TestMemory(pageCount: 9)
    var heap = memory.makeHeap()
    let small = try allocate(&heap, 24)
    heap.free(small)
    let kept = heap.pages.freePageCount
    #expect(kept == 7)
    let all = heap.allocate(8 * 4096)
    #expect(all != nil)
  }

  @Test func `trim gives every page back`() throws {
    let memory = TestMemory(pageCount: 64)
    var heap = memory.makeHeap()
    for byteCount in [1, 100, 500, 2000] { heap.free(try allocate(&heap, byteCount)) }
    let before = heap.pages.freePageCount
    #expect(before == 59)
    heap.trim()
    let after = heap.pages.freePageCount
    #expect(after == 63)
  }

  @Test func `a second free of a block is noticed and does nothing`() throws {
    let memory = TestMemory(pageCount: 16)
    var heap = memory.makeHeap()
    let (first, second) = (try allocate(&heap, 24), try allocate(&heap, 24))
    heap.free(first)
    heap.free(first)
    #expect(memory.faults == [HeapFault(.doubleFree, at: first, byteCount: 32)])
    let count = heap.statistics.blockCount
    #expect(count == 1)
    heap.free(second)
    let run = try allocate(&heap, 10_000)
    heap.free(run)
    heap.free(run)
    #expect(memory.faults.last == HeapFault(.notAllocated, at: run))
    #expect(memory.faults.count == 2)
  }

  @Test func `a block may hold what a freed one is marked with`() throws {
    let memory = TestMemory(pageCount: 16)
    var heap = memory.makeHeap()
    let block = try allocate(&heap, 24)
    Heap.setMark(block, Heap.freedMark)
    heap.free(block)
    #expect(memory.faults.isEmpty)
    let count = heap.statistics.blockCount
    #expect(count == 0)
  }

  @Test func `a free of what is no block is noticed`() throws {
    let memory = TestMemory(pageCount: 16)
    var heap = memory.makeHeap()
    let block = try allocate(&heap, 40)
    let run = try allocate(&heap, 9000)
    let others = [block + 1, block + 8, run + 1, run + 16, run + 4096, run + 8192, 0, 16, .max]
    for address in others { heap.free(address) }
    #expect(memory.faults == others.map { HeapFault(.notAllocated, at: $0) })
    let count = heap.statistics.blockCount
    #expect(count == 2)
  }

  @Test func `knows what each size holds`() throws {
    let memory = TestMemory(pageCount: 64)
    var heap = memory.makeHeap()
    var blocks: [UInt] = []
    for _ in 0..<300 { blocks.append(try allocate(&heap, 30)) }
    let run = try allocate(&heap, 3 * 4096)
    for block in blocks.dropLast(10) { heap.free(block) }
    heap.free(run)
    var sizes: [SizeClassStatistics] = []
    heap.forEachSizeClass { sizes.append($0) }
    #expect(sizes.map(\.blockByteCount) == [32, 0])
    #expect(sizes.map(\.blockCount) == [10, 0])
    #expect(sizes.map(\.peakBlockCount) == [300, 1])
    #expect(sizes.map(\.pageCount) == [1, 0])
    #expect(sizes.map(\.peakPageCount) == [3, 3])
    heap.withBlockCounts { first, count, stride in
      #expect(count == SizeClass.count + 1)
      let counts = (0..<count).map { index in
        [0, 4].map { first.load(fromByteOffset: index * Int(stride) + $0, as: UInt32.self) }
      }
      #expect(counts[1] == [10, 300] && counts[24] == [0, 1])
      #expect(counts.filter { $0 == [0, 0] }.count == 23)
    }
  }

  @Test func `the state fits where the entry code has room for it`() {
    #expect(MemoryLayout<Heap>.size <= 2048)
    #expect(MemoryLayout<GuardedHeap>.size <= 2048)
  }

  private func allocate(_ heap: inout Heap, _ byteCount: Int) throws -> UInt {
    let block = heap.allocate(byteCount)
    return try #require(block)
  }
}
