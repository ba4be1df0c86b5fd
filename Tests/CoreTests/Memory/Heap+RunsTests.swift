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
}
