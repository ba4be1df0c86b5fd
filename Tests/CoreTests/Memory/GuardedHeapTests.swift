internal import TestSupport
internal import Testing

@testable internal import Core

@Suite struct GuardedHeapTests {
  @Test(arguments: [1, 15, 16, 24, 100, 2000, 2016, 5000], [1, 16, 64, 4096])
  func `lends exactly what was asked for`(byteCount: Int, alignment: Int) throws {
    let memory = TestMemory(pageCount: 64)
    var heap = memory.makeGuardedHeap()
    let found = heap.allocate(byteCount, alignment: alignment)
    let block = try #require(found)
    #expect(block % UInt(alignment) == 0)
    let usable = heap.usableByteCount(block)
    #expect(usable == byteCount)
    write(block, byteCount)
    heap.free(block)
    let statistics = heap.statistics
    #expect(statistics.allocatedByteCount == 0 && statistics.blockCount == 0)
    heap.trim()
    let free = heap.pages.freePageCount
    #expect(free == 63)
    #expect(memory.faults.isEmpty)
  }

  @Test(arguments: [1, 24, 40, 1000, 3000]) func `notices a byte behind a block`(byteCount: Int)
    throws
  {
    let memory = TestMemory(pageCount: 16)
    var heap = memory.makeGuardedHeap()
    let block = try allocate(&heap, byteCount)
    poke(block + UInt(byteCount))
    heap.free(block)
    #expect(memory.faults == [HeapFault(.overrun, at: block, byteCount: byteCount)])
  }

  @Test(arguments: [1, 16]) func `notices a byte before a block`(distance: Int) throws {
    let memory = TestMemory(pageCount: 16)
    var heap = memory.makeGuardedHeap()
    let block = try allocate(&heap, 24)
    poke(block - UInt(distance))
    heap.free(block)
    #expect(memory.faults == [HeapFault(.underrun, at: block, byteCount: 24)])
  }

  @Test func `notices a destroyed header as an underrun`() throws {
    let memory = TestMemory(pageCount: 16)
    var heap = memory.makeGuardedHeap()
    let block = try allocate(&heap, 24)
    poke(block - 32)
    heap.free(block)
    #expect(memory.faults == [HeapFault(.underrun, at: block)])
  }

  @Test(arguments: [0, 1, 40]) func `notices a second free, at once or later`(between: Int) throws {
    let memory = TestMemory(pageCount: 64)
    var heap = memory.makeGuardedHeap()
    let block = try allocate(&heap, 24)
    let others = try (0..<between).map { _ in try allocate(&heap, 24) }
    heap.free(block)
    for other in others { heap.free(other) }
    heap.free(block)
    #expect(memory.faults.map(\.kind) == [.doubleFree])
    #expect(memory.faults.first?.address == block)
  }

  @Test(arguments: [0, 23]) func `notices a write to a block in quarantine when it leaves`(
    offset: Int
  ) throws {
    let memory = TestMemory(pageCount: 64)
    var heap = memory.makeGuardedHeap()
    let block = try allocate(&heap, 24)
    heap.free(block)
    poke(block + UInt(offset))
    for _ in 0..<Quarantine.capacity {
      #expect(memory.faults.isEmpty)
      heap.free(try allocate(&heap, 24))
    }
    #expect(memory.faults == [HeapFault(.writeAfterFree, at: block, byteCount: 24)])
  }

  @Test func `notices a write to a freed block when it is allocated again`() throws {
    let memory = TestMemory(pageCount: 64)
    var heap = memory.makeGuardedHeap()
    let (block, kept) = (try allocate(&heap, 24), try allocate(&heap, 24))
    heap.free(block)
    for _ in 0..<Quarantine.capacity { heap.free(try allocate(&heap, 1000)) }
    poke(block + 3)
    #expect(memory.faults.isEmpty)
    _ = try allocate(&heap, 24)
    #expect(memory.faults == [HeapFault(.writeAfterFree, at: block + 3)])
    heap.free(kept)
  }

  @Test func `a free of what is no block is noticed`() throws {
    let memory = TestMemory(pageCount: 16)
    var heap = memory.makeGuardedHeap()
    let block = try allocate(&heap, 100)
    for address in [0, 8, block + 8, block + 48, .max] { heap.free(address) }
    #expect(memory.faults.map(\.kind) == .init(repeating: .notAllocated, count: 5))
  }

  @Test func `what waits in quarantine is used when nothing else is left`() throws {
    let memory = TestMemory(pageCount: 8)
    var heap = memory.makeGuardedHeap()
    for _ in 0..<6 { heap.free(try allocate(&heap, 4000)) }
    let all = heap.allocate(6 * 4096)
    #expect(all != nil)
    #expect(memory.faults.isEmpty)
  }

  @Test func `keeps contents when a block moves`() throws {
    let memory = TestMemory(pageCount: 16)
    var heap = memory.makeGuardedHeap()
    let block = try allocate(&heap, 24)
    write(block, 24)
    let found = heap.reallocate(block, 100)
    let moved = try #require(found)
    let pointer = UnsafePointer<UInt8>(bitPattern: moved)
    #expect((0..<24).allSatisfy { pointer?[$0] == UInt8($0) })
    heap.free(moved)
    #expect(memory.faults.isEmpty)
  }

  @Test(arguments: [UInt64(1), 2]) func `random use is no misuse`(seed: UInt64) throws {
    let memory = TestMemory(pageCount: 512)
    var heap = memory.makeGuardedHeap()
    var generator = SeededGenerator(seed: seed)
    var blocks: [UInt] = []
    for step in 0..<20_000 {
      if generator.next() % 2 == 0, blocks.count < 300 {
        let byteCount = Int(generator.next() % (step % 20 == 0 ? 9000 : 300)) + 1
        let block = heap.allocate(byteCount, alignment: 1 << Int(generator.next() % 9))
        guard let block else { continue }
        write(block, byteCount)
        blocks.append(block)
      } else if !blocks.isEmpty {
        heap.free(blocks.remove(at: Int(generator.next() % UInt64(blocks.count))))
      }
    }
    for block in blocks { heap.free(block) }
    #expect(memory.faults.isEmpty)
    heap.trim()
    let free = heap.pages.freePageCount
    #expect(free == 511)
  }

  private func allocate(_ heap: inout GuardedHeap, _ byteCount: Int) throws -> UInt {
    let block = heap.allocate(byteCount)
    return try #require(block)
  }

  private func poke(_ address: UInt) {
    UnsafeMutablePointer<UInt8>(bitPattern: address)?.pointee ^= 0x5a
  }

  private func write(_ address: UInt, _ byteCount: Int) {
    let pointer = UnsafeMutablePointer<UInt8>(bitPattern: address)
    for offset in 0..<byteCount { pointer?[offset] = UInt8(truncatingIfNeeded: offset) }
  }
}
