internal import TestSupport
internal import Testing

@testable internal import Core

@Suite struct PageAllocatorTests {
  @Test func `merges neighbours in any order of freeing`() throws {
    let memory = TestMemory(pageCount: 65)
    var pages = memory.makeAllocator()
    let value1 = pages.freePageCount
    #expect(value1 == 64)
    let aFound = pages.allocate(10)
    let a = try #require(aFound)
    let bFound = pages.allocate(20)
    let b = try #require(bFound)
    let cFound = pages.allocate(30)
    let c = try #require(cFound)
    let answer1 = pages.allocate(5)
    #expect(answer1 == nil)
    pages.free(a)
    pages.free(c)
    let value2 = pages.longestFreeRun
    #expect(value2 == 34)
    pages.free(b)
    let value3 = pages.longestFreeRun
    #expect(value3 == 64)
    let value4 = pages.freePageCount
    #expect(value4 == 64)
  }

  @Test func `ranges that do not touch are not merged`() {
    let memory = TestMemory(pageCount: 64)
    var pages = memory.makeAllocator()
    let all = pages.allocate(63)
    #expect(all != nil)
    let answer2 = pages.allocate(1)
    #expect(answer2 == nil)
    let value5 = pages.longestFreeRun
    #expect(value5 == 0)
  }

  @Test(arguments: [UInt64(1), 2, 3]) func `random use ends with everything free`(seed: UInt64) {
    let memory = TestMemory(pageCount: 1000)
    var pages = memory.makeAllocator()
    var generator = SeededGenerator(seed: seed)
    var owned: [Int: Int] = [:]
    var taken = Set<Int>()
    for _ in 0..<20_000 {
      if generator.next() % 2 == 0 {
        let count = Int(generator.next() % 20) + 1
        guard let first = pages.allocate(count) else { continue }
        #expect(taken.isDisjoint(with: first..<first + count))
        taken.formUnion(first..<first + count)
        owned[first] = count
      } else if let (first, count) = owned.randomElement(using: &generator) {
        pages.free(first)
        owned[first] = nil
        taken.subtract(first..<first + count)
      }
      let value6 = pages.freePageCount
      #expect(value6 == 999 - taken.count)
    }
    for first in owned.keys { pages.free(first) }
    let value7 = pages.longestFreeRun
    #expect(value7 == 999)
  }

  @Test func `a run is found wherever it is, if it is the only one`() {
    // Runs of 15 and 13 pages wait in the same list.
    let memory = TestMemory(pageCount: 400)
    var pages = memory.makeAllocator()
    var separators: [Int] = []
    var short: [Int] = []
    let long = pages.allocate(15)
    if let page = pages.allocate(1) { separators.append(page) }
    for _ in 0..<20 {
      if let page = pages.allocate(14) { short.append(page) }
      if let page = pages.allocate(1) { separators.append(page) }
    }
    while let page = pages.allocate(1) { separators.append(page) }
    if let long { pages.free(long) }
    for page in short { pages.free(page) }
    let found = pages.allocate(15)
    #expect(found == long && found != nil)
  }

  @Test(arguments: [2, 8, 64, 512]) func `honours an alignment in pages`(alignment: Int) {
    let memory = TestMemory(pageCount: 2048)
    var pages = memory.makeAllocator()
    for count in [1, 3, 100] {
      let found = pages.allocate(count, alignment: alignment)
      let isAligned = found.map { pages.address(of: $0) >> 12 % UInt(alignment) == 0 }
      #expect(isAligned == true)
      if let found { pages.free(found) }
    }
    let longest = pages.longestFreeRun
    #expect(longest == 2047)
  }

  @Test func `a run grows into its neighbour and shrinks`() throws {
    let memory = TestMemory(pageCount: 65)
    var pages = memory.makeAllocator()
    let run = pages.allocate(10)
    let next = pages.allocate(10)
    let (first, second) = (try #require(run), try #require(next))
    let blocked = pages.resize(first, to: 11)
    #expect(!blocked)
    let shrunk = pages.resize(first, to: 1)
    #expect(shrunk)
    let freed = pages.freePageCount
    #expect(freed == 64 - 11)
    let grown = pages.resize(first, to: 10)
    #expect(grown)
    let far = pages.resize(second, to: 54)
    #expect(far)
    let none = pages.freePageCount
    #expect(none == 0)
    let more = pages.resize(second, to: 55)
    #expect(!more)
    pages.free(first)
    pages.free(second)
    let longest = pages.longestFreeRun
    #expect(longest == 64)
  }

  /// The table of 64 GiB: nothing but its borders is touched.
  @Test func `counts pages up to 2^24`() throws {
    let pageCount = 1 << 24
    let byteCount = PageAllocator.tableByteCount(pageCount: pageCount)
    let table = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 4096)
    defer { table.deallocate() }
    var pages = PageAllocator(unsafeTable: table, pageCount: pageCount)
    // A hole below 4 GiB, as devices make one.
    pages.add(256..<0xc_0000)
    pages.add(0x10_0000..<pageCount)
    let all = pageCount - 0x10_0000 + 0xc_0000 - 256
    let free = pages.freePageCount
    #expect(free == all)
    let longest = pages.longestFreeRun
    #expect(longest == pageCount - 0x10_0000)
    let tooMuch = pages.allocate(longest + 1)
    #expect(tooMuch == nil)
    let high = pages.allocate(longest)
    let first = try #require(high)
    let address = pages.address(of: first)
    #expect(address == 1 << 32)
    let last = pages.page(of: 0xf_ffff_f123)
    #expect(last == pageCount - 1)
    pages.free(first)
    var generator = SeededGenerator(seed: 24)
    var runs: [Int] = []
    for _ in 0..<5000 {
      let count = Int(generator.next() % (1 << (generator.next() % 15))) + 1
      if let run = pages.allocate(count) { runs.append(run) }
      if generator.next() % 3 == 0, !runs.isEmpty {
        pages.free(runs.remove(at: Int(generator.next() % UInt64(runs.count))))
      }
    }
    for run in runs { pages.free(run) }
    let end = (pages.freePageCount, pages.longestFreeRun)
    #expect(end == (all, longest))
  }
}
