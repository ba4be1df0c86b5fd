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
}
