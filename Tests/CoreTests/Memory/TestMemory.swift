@testable internal import Core

/// Memory of the host that stands in for a guest's.
final class TestMemory {
  private let base: UnsafeMutableRawPointer
  private let table: UnsafeMutableRawPointer
  private let pageCount: Int
  /// What the heaps over this memory reported.
  var faults: [HeapFault] = []

  /// Reserves pages, filled with junk, as no allocator may count on zeroes.
  ///
  /// - Parameters:
  ///   - pageCount: How many.
  ///   - junk: What the table of pages is filled with.
  init(pageCount: Int, junk: UInt8 = 0xa5) {
    self.pageCount = pageCount
    base = .allocate(byteCount: pageCount * 4096, alignment: 4096)
    base.initializeMemory(as: UInt8.self, repeating: 0xa5, count: pageCount * 4096)
    let byteCount = PageAllocator.tableByteCount(pageCount: pageCount)
    table = .allocate(byteCount: byteCount, alignment: 8)
    table.initializeMemory(as: UInt8.self, repeating: junk, count: byteCount)
  }

  deinit {
    base.deallocate()
    table.deallocate()
  }

  /// An allocator over some pages, or over all but the first.
  func makeAllocator(_ ranges: [Range<Int>]? = nil) -> PageAllocator {
    var pages = PageAllocator(
      unsafeTable: table, pageCount: pageCount, baseAddress: UInt(bitPattern: base))
    for range in ranges ?? [0..<pageCount] { pages.add(range) }
    return pages
  }

  /// A heap over all pages but the first; faults are noted in `faults`.
  func makeHeap() -> Heap {
    Heap(makeAllocator()) { [self] in faults.append($0) }
  }

  /// A heap that looks for misuse, as `makeHeap`.
  func makeGuardedHeap() -> GuardedHeap {
    GuardedHeap(makeAllocator()) { [self] in faults.append($0) }
  }
}
