/// A general heap: blocks of 24 size classes carved from pages, runs of pages for larger blocks.
///
/// A page of blocks whose last block is freed goes back to the pages, so that a long-running
/// service keeps nothing it does not use. Every operation takes bounded time.
///
/// Every unsafe access is to a page that the page allocator owns and that holds blocks.
public struct Heap: ~Copyable {
  /// Where the pages come from.
  public private(set) var pages: PageAllocator
  /// What is allocated, and what was.
  public private(set) var statistics = HeapStatistics()
  /// First page with a free block, for each size class; 0 if there is none.
  private var partial: [24 of UInt32] = .init(repeating: 0)

  /// Alignment of every block, in bytes.
  public static var alignment: Int { 16 }

  /// Takes the pages that the heap may use.
  public init(_ pages: consuming PageAllocator) {
    self.pages = pages
  }

  /// Gives more pages to the heap; they must not touch others that it has.
  public mutating func addPages(_ numbers: Range<Int>) {
    pages.add(numbers)
  }

  /// Allocates a block.
  ///
  /// - Parameter byteCount: Its least size; 0 counts as 1.
  /// - Returns: Address, aligned to 16; nil if memory is used up.
  public mutating func allocate(_ byteCount: Int) -> UInt? {
    if byteCount <= SizeClass.maximumByteCount {
      guard byteCount >= 0 else { return nil }
      return allocateBlock(SizeClass(holding: byteCount))
    }
    return allocateRun(byteCount)
  }

  /// Allocates a block at a multiple of a power of two.
  ///
  /// - Returns: Address; nil if memory is used up or the alignment is no power of two.
  public mutating func allocate(_ byteCount: Int, alignment: Int) -> UInt? {
    guard alignment > 0, alignment & (alignment - 1) == 0, byteCount >= 0 else { return nil }
    guard alignment > Self.alignment else { return allocate(byteCount) }
    let pageByteCount = PageAllocator.pageByteCount
    if alignment <= 2048 && byteCount <= 2048 {
      // Blocks of a power of two start at multiples of it, as pages do.
      let size = max(alignment, byteCount)
      return allocateBlock(SizeClass(holding: 1 << (Int.bitWidth - (size - 1).leadingZeroBitCount)))
    }
    guard alignment > pageByteCount else { return allocateRun(byteCount) }
    return nil
  }

  /// Frees a block.
  ///
  /// - Precondition: The address came from `allocate` and was not freed since.
  public mutating func free(_ address: UInt) {
    let page = pages.page(of: address)
    precondition(page > 0 && page < pages.pageCount, "freed memory is not the heap's")
    if pages[page].use == .blocks {
      freeBlock(address, page: page)
    } else {
      precondition(
        pages[page].use == .run && address & 0xfff == 0, "freed memory is not allocated")
      statistics.remove(byteCount: Int(pages[page].runPageCount) * PageAllocator.pageByteCount)
      pages.free(page)
    }
  }

  /// Size of an allocated block: what its owner may use of it, in bytes.
  public func usableByteCount(_ address: UInt) -> Int {
    let page = pages.page(of: address)
    guard page > 0, page < pages.pageCount else { return 0 }
    return switch pages[page].use {
    case .blocks: SizeClass(index: Int(pages[page].sizeClass)).byteCount
    case .run: Int(pages[page].runPageCount) * PageAllocator.pageByteCount
    case .reserved, .free, .runEnd: 0
    }
  }

  private mutating func allocateRun(_ byteCount: Int) -> UInt? {
    let (padded, overflow) = max(byteCount, 1).addingReportingOverflow(0xfff)
    guard !overflow, let page = pages.allocate(padded >> 12) else {
      statistics.failureCount += 1
      return nil
    }
    statistics.add(byteCount: padded & ~0xfff)
    return pages.address(of: page)
  }

  private mutating func allocateBlock(_ sizeClass: SizeClass) -> UInt? {
    var page = Int(partial[sizeClass.index])
    if page == 0 {
      guard let fresh = openPage(sizeClass) else {
        statistics.failureCount += 1
        return nil
      }
      page = fresh
    }
    let byteCount = sizeClass.byteCount
    statistics.add(byteCount: byteCount)
    let start = pages.address(of: page)
    pages[page].allocatedCount &+= 1
    let free = pages[page].freeOffset
    if free != PageDescriptor.noBlock {
      // Safe: a freed block of a page that holds blocks carries the offset of the next one.
      pages[page].freeOffset = unsafe Self.link(start + UInt(free)).pointee
    } else {
      pages[page].freshOffset &+= UInt16(truncatingIfNeeded: byteCount)
    }
    let offset =
      free != PageDescriptor.noBlock
      ? UInt(free) : UInt(pages[page].freshOffset) &- UInt(byteCount)
    if pages[page].freeOffset == PageDescriptor.noBlock,
      Int(pages[page].freshOffset) &+ byteCount > PageAllocator.pageByteCount
    {
      unlink(page, from: sizeClass.index)
    }
    return start &+ offset
  }

  private mutating func freeBlock(_ address: UInt, page: Int) {
    let sizeClass = SizeClass(index: Int(pages[page].sizeClass))
    let byteCount = sizeClass.byteCount
    statistics.remove(byteCount: byteCount)
    let wasFull =
      pages[page].freeOffset == PageDescriptor.noBlock
      && Int(pages[page].freshOffset) &+ byteCount > PageAllocator.pageByteCount
    // Safe: the block lies in a page that holds blocks and nobody uses it any more.
    unsafe Self.link(address).pointee = pages[page].freeOffset
    pages[page].freeOffset = UInt16(truncatingIfNeeded: address & 0xfff)
    pages[page].allocatedCount &-= 1
    if wasFull { link(page, into: sizeClass.index) }
    // One empty page a class stays, so that a lone block does not open and close a page each time.
    if pages[page].allocatedCount == 0,
      pages[page].next != 0 || Int(partial[sizeClass.index]) != page
    {
      unlink(page, from: sizeClass.index)
      pages.free(page)
    }
  }

  private mutating func openPage(_ sizeClass: SizeClass) -> Int? {
    guard let page = pages.allocate(1) else { return nil }
    pages[page] = PageDescriptor(
      use: .blocks, sizeClass: UInt8(sizeClass.index), runPageCount: 1)
    link(page, into: sizeClass.index)
    return page
  }

  private mutating func link(_ page: Int, into sizeClass: Int) {
    let head = partial[sizeClass]
    pages[page].next = head
    pages[page].previous = 0
    if head != 0 { pages[Int(head)].previous = UInt32(page) }
    partial[sizeClass] = UInt32(page)
  }

  private mutating func unlink(_ page: Int, from sizeClass: Int) {
    let (next, previous) = (pages[page].next, pages[page].previous)
    if next != 0 { pages[Int(next)].previous = previous }
    if previous != 0 {
      pages[Int(previous)].next = next
    } else {
      partial[sizeClass] = next
    }
  }

  /// The place in a freed block where the offset of the next freed block stands.
  @inline(__always)
  private static func link(_ address: UInt) -> UnsafeMutablePointer<UInt16> {
    // Safe: blocks start at multiples of 16 and never at address 0, as page 0 is never handed out.
    unsafe UnsafeMutablePointer(bitPattern: address).unsafelyUnwrapped
  }
}
