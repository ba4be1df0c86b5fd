internal import Testing

@testable internal import Core

@Suite struct HeapRunsTests {
  @Test func `a long block grows where it lies, if the pages behind it are free`() throws {
    let memory = TestMemory(pageCount: 64)
    var heap = memory.makeHeap()
    let found = heap.allocate(5000)
    let block = try #require(found)
    let grown = heap.reallocate(block, 100_000)
    #expect(grown == block)
    let statistics = heap.statistics
    #expect(statistics.allocatedByteCount == 25 * 4096 && statistics.blockCount == 1)
    let shrunk = heap.reallocate(block, 4097)
    #expect(shrunk == block)
    let allocated = heap.statistics.allocatedByteCount
    #expect(allocated == 2 * 4096)
    let free = heap.pages.freePageCount
    #expect(free == 61)
  }

  @Test(arguments: [(24, 200), (200, 24), (24, 5000), (5000, 24), (9000, 30_000)])
  func `a block that must move keeps its contents`(old: Int, new: Int) throws {
    let memory = TestMemory(pageCount: 64)
    var heap = memory.makeHeap()
    let found = heap.allocate(old)
    let block = try #require(found)
    // What lies behind a run keeps it from growing.
    let wall = heap.allocate(4096)
    let bytes = UnsafeMutablePointer<UInt8>(bitPattern: block)
    for offset in 0..<old { bytes?[offset] = UInt8(truncatingIfNeeded: offset) }
    let result = heap.reallocate(block, new)
    let moved = try #require(result)
    #expect(moved != block)
    let copy = UnsafePointer<UInt8>(bitPattern: moved)
    #expect((0..<min(old, new)).allSatisfy { copy?[$0] == UInt8(truncatingIfNeeded: $0) })
    heap.free(moved)
    if let wall { heap.free(wall) }
    let count = heap.statistics.blockCount
    #expect(count == 0 && memory.faults.isEmpty)
  }

  @Test func `a block stays where it is enough, and when there is nothing longer`() throws {
    let memory = TestMemory(pageCount: 4)
    var heap = memory.makeHeap()
    let found = heap.allocate(100)
    let block = try #require(found)
    let same = heap.reallocate(block, 112)
    #expect(same == block)
    let impossible = heap.reallocate(block, 100_000)
    #expect(impossible == nil)
    let usable = heap.usableByteCount(block)
    #expect(usable == 112)
  }

  /// The junk in the table says of each page that it is the first of a run, as what an earlier
  /// guest left there may.
  @Test func `only pages that the heap was given are looked at for blocks`() {
    let memory = TestMemory(pageCount: 64, junk: 2)
    var heap = Heap(memory.makeAllocator([20..<40, 42..<50, 8..<12])) { memory.faults.append($0) }
    var blocks: Set<UInt> = []
    for size in [100, 100, 200, 5000, 70_000, 4096] {
      if let block = heap.allocate(size) { blocks.insert(block) }
    }
    if let freed = heap.allocate(9000) { heap.free(freed) }
    if let freed = heap.allocate(100) { heap.free(freed) }
    var seen: Set<UInt> = []
    heap.forEachBlock(holding: 100) { seen.insert($0) }
    #expect(blocks.count == 6 && blocks.isSubset(of: seen))
    // Blocks of an open page that never were allocated may be among them, other pages may not.
    let pages = Set(blocks.map { $0 >> 12 })
    #expect(seen.allSatisfy { pages.contains($0 >> 12) })
    #expect(memory.faults.isEmpty)
  }
}
