@testable internal import Core

/// Memory of the host that stands in for a guest's.
final class TestMemory {
  private let base: UnsafeMutableRawPointer
  private let table: UnsafeMutableRawPointer
  private let pageCount: Int
  /// What the heaps over this memory reported.
  var faults: [HeapFault] = []

  /// Reserves pages, filled with junk, as no allocator may count on zeroes.
  init(pageCount: Int) {
    self.pageCount = pageCount
    base = .allocate(byteCount: pageCount * 4096, alignment: 4096)
    base.initializeMemory(as: UInt8.self, repeating: 0xa5, count: pageCount * 4096)
    let byteCount = PageAllocator.tableByteCount(pageCount: pageCount)
    table = .allocate(byteCount: byteCount, alignment: 8)
    table.initializeMemory(as: UInt8.self, repeating: 0xa5, count: byteCount)
  }

  deinit {
    base.deallocate()
    table.deallocate()
  }

  /// An allocator over all pages but the first.
  func makeAllocator() -> PageAllocator {
    var pages = PageAllocator(
      unsafeTable: table, pageCount: pageCount, baseAddress: UInt(bitPattern: base))
    pages.add(0..<pageCount)
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
