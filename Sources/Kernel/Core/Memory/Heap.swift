/// A general heap: blocks of 24 size classes carved from pages, runs of pages for larger blocks.
///
/// A page of blocks whose last block is freed goes back to the pages, so that a long-running
/// service keeps nothing it does not use; each class may keep one empty page, until memory is short
/// or `trim` is called. Every operation takes bounded time, but for the last search before memory
/// is used up.
///
/// Every unsafe access is to a page that the page allocator owns and that holds blocks.
public struct Heap: ~Copyable {
  /// Where the pages come from.
  public internal(set) var pages: PageAllocator
  /// What is allocated, and what was.
  public internal(set) var statistics = HeapStatistics()
  /// The state of each size class, and at the end that of runs.
  var classes: [25 of SizeClassState] = .init(repeating: SizeClassState())
  /// Takes what is found to be wrong; what was to be freed then is not.
  private let report: (HeapFault) -> Void
  /// What pages are filled with before blocks are carved from them; nil leaves them.
  private let filling: UInt8?

  /// Alignment of every block, in bytes.
  public static var alignment: Int { 16 }
  /// Place of the state of runs.
  static var runs: Int { SizeClass.count }

  /// Takes the pages that the heap may use.
  ///
  /// - Parameters:
  ///   - pages: The pages.
  ///   - filling: What fresh pages of blocks are filled with; nil leaves them as they are.
  ///   - report: Is called when a block is freed that is not allocated.
  public init(
    _ pages: consuming PageAllocator, filling: UInt8? = nil,
    report: @escaping (HeapFault) -> Void
  ) {
    self.pages = pages
    self.filling = filling
    self.report = report
    for index in 0..<SizeClass.count {
      classes[index].byteCount = UInt32(SizeClass(index: index).byteCount)
    }
  }

  /// Gives more pages to the heap; they must not touch others that it has.
  public mutating func addPages(_ numbers: Range<Int>) {
    pages.add(numbers)
  }

  // MARK: Blocks

  /// Allocates a block.
  ///
  /// - Parameter byteCount: Its least size; 0 counts as 1.
  /// - Returns: Address, aligned to 16; nil if memory is used up.
  @inline(__always)
  @_optimize(speed)
  public mutating func allocate(_ byteCount: Int) -> UInt? {
    // One comparison finds sizes that are 0, negative or too large for blocks.
    let last = UInt(bitPattern: byteCount &- 1)
    guard last < UInt(SizeClass.maximumByteCount) else { return allocateUnusual(byteCount) }
    return allocateBlock(SizeClass(holdingOffset: Int(bitPattern: last)))
  }

  /// Frees a block.
  ///
  /// - Parameter address: What `allocate` returned; anything else is reported, as far as it is
  ///   noticed.
  @inline(__always)
  @_optimize(speed)
  public mutating func free(_ address: UInt) {
    let page = pages.page(of: address)
    guard UInt(bitPattern: page) < UInt(bitPattern: pages.pageCount), address & 15 == 0,
      unsafe pages.descriptor(page).pointee.use == .blocks,
      Self.mark(address) != Self.freedMark
    else { return freeUnusual(address, page: page) }
    putBack(address, page: page)
  }

  /// Size of an allocated block: what its owner may use of it, in bytes; 0 if it is none.
  @inline(__always)
  public func usableByteCount(_ address: UInt) -> Int {
    let page = pages.page(of: address)
    guard page > 0, page < pages.pageCount else { return 0 }
    switch pages[page].use {
    case .blocks, .fullBlocks: return SizeClass(index: Int(pages[page].sizeClass)).byteCount
    case .run: return Int(pages[page].runPageCount) * PageAllocator.pageByteCount
    default: return 0
    }
  }

  /// Gives the empty pages that size classes keep back to the pages.
  public mutating func trim() {
    for index in 0..<SizeClass.count {
      var page = Int(classes[index].page)
      while page != 0 {
        let next = Int(pages[page].next)
        if pages[page].allocatedCount == 0 { close(page) }
        page = next
      }
    }
  }

  @inline(__always)
  @_optimize(speed)
  mutating func allocateBlock(_ sizeClass: SizeClass) -> UInt? {
    // Safe: a size class is below the number of classes; here and below.
    let page = unsafe Int(classes[unchecked: sizeClass.index].page)
    let descriptor = unsafe pages.descriptor(page)
    let offset = unsafe descriptor.pointee.freeOffset
    // Page 0 stands for no page: it has no block either.
    guard offset != PageDescriptor.noBlock else { return allocateFromNextPage(sizeClass) }
    let address = pages.address(of: page) &+ UInt(offset)
    unsafe descriptor.pointee.freeOffset = Self.link(address)
    unsafe descriptor.pointee.allocatedCount &+= 1
    Self.setMark(address, 0)
    unsafe classes[unchecked: sizeClass.index].addBlock()
    statistics.add(byteCount: unsafe Int(classes[unchecked: sizeClass.index].byteCount))
    return address
  }

  @inline(__always)
  @_optimize(speed)
  private mutating func putBack(_ address: UInt, page: Int) {
    let descriptor = unsafe pages.descriptor(page)
    let index = unsafe Int(descriptor.pointee.sizeClass)
    unsafe Self.setLink(address, descriptor.pointee.freeOffset)
    Self.setMark(address, Self.freedMark)
    unsafe descriptor.pointee.freeOffset = UInt16(truncatingIfNeeded: address & 0xfff)
    unsafe classes[unchecked: index].blockCount &-= 1
    statistics.remove(byteCount: unsafe Int(classes[unchecked: index].byteCount))
    let rest = unsafe descriptor.pointee.allocatedCount &- 1
    unsafe descriptor.pointee.allocatedCount = rest
    // An empty page goes, unless its class has no other: a lone block that comes and goes shall not
    // open and close a page each time.
    if rest == 0, unsafe descriptor.pointee.next | descriptor.pointee.previous != 0 { close(page) }
  }

  /// Allocates a block when the first page of its class has none left.
  @inline(never)
  private mutating func allocateFromNextPage(_ sizeClass: SizeClass) -> UInt? {
    let page = Int(classes[sizeClass.index].page)
    if page != 0, !carve(page) {
      unlink(page)
      pages[page].use = .fullBlocks
    }
    if classes[sizeClass.index].page == 0, !openPage(sizeClass) {
      statistics.failureCount &+= 1
      return nil
    }
    return allocateBlock(sizeClass)
  }

  /// Frees what is no block of a page in a list: a run, or the first block of a full page.
  @inline(never)
  private mutating func freeUnusual(_ address: UInt, page: Int) {
    guard page > 0, page < pages.pageCount else {
      return report(HeapFault(.notAllocated, at: address))
    }
    switch pages[page].use {
    case .run where address & 0xfff == 0:
      freeRun(page)
    case .blocks, .fullBlocks:
      let byteCount = SizeClass(index: Int(pages[page].sizeClass)).byteCount
      guard Int(address & 0xfff) % byteCount == 0 else {
        return report(HeapFault(.notAllocated, at: address))
      }
      // The mark alone proves nothing: it may be what the owner wrote.
      if Self.mark(address) == Self.freedMark, isFree(address, page: page) {
        return report(HeapFault(.doubleFree, at: address, byteCount: byteCount))
      }
      if pages[page].use == .fullBlocks { reopen(page) }
      putBack(address, page: page)
    default:
      report(HeapFault(.notAllocated, at: address))
    }
  }

  // MARK: Pages of blocks

  /// How many blocks are put on the list of free ones at once.
  private static var carvedCount: Int { 8 }

  private mutating func openPage(_ sizeClass: SizeClass) -> Bool {
    var found = pages.allocate(1)
    if found == nil {
      trim()
      found = pages.allocate(1)
    }
    guard let page = found else { return false }
    pages[page] = PageDescriptor(
      use: .blocks, sizeClass: UInt8(truncatingIfNeeded: sizeClass.index), runPageCount: 1)
    if let filling { Self.fill(pages.address(of: page), PageAllocator.pageByteCount, filling) }
    classes[sizeClass.index].addPages(1)
    link(page)
    return carve(page)
  }

  /// Puts blocks that were never used on the empty list of a page.
  ///
  /// - Returns: False if there are none left.
  @inline(never)
  private mutating func carve(_ page: Int) -> Bool {
    let byteCount = SizeClass(index: Int(pages[page].sizeClass)).byteCount
    let start = pages.address(of: page)
    var offset = Int(pages[page].freshOffset)
    let limit =
      min(
        offset &+ Self.carvedCount &* byteCount, PageAllocator.pageByteCount) &- byteCount
    guard offset <= limit else { return false }
    pages[page].freeOffset = UInt16(truncatingIfNeeded: offset)
    while offset &+ byteCount <= limit {
      Self.setLink(start &+ UInt(offset), UInt16(truncatingIfNeeded: offset &+ byteCount))
      offset &+= byteCount
    }
    Self.setLink(start &+ UInt(offset), PageDescriptor.noBlock)
    pages[page].freshOffset = UInt16(truncatingIfNeeded: offset &+ byteCount)
    return true
  }

  /// Puts a full page, of which a block is about to be freed, back into the list of its class.
  @inline(never)
  private mutating func reopen(_ page: Int) {
    // Only the first page of a list may have nothing free, and this becomes the first.
    let head = Int(classes[Int(pages[page].sizeClass)].page)
    if head != 0, pages[head].freeOffset == PageDescriptor.noBlock, !carve(head) {
      unlink(head)
      pages[head].use = .fullBlocks
    }
    pages[page].use = .blocks
    link(page)
  }

  /// Gives an empty page back.
  @inline(never)
  private mutating func close(_ page: Int) {
    classes[Int(pages[page].sizeClass)].addPages(-1)
    unlink(page)
    pages.free(page)
  }

  @inline(never)
  private mutating func link(_ page: Int) {
    let index = Int(pages[page].sizeClass)
    let head = classes[index].page
    pages[page].next = head
    pages[page].previous = 0
    if head != 0 { pages[Int(head)].previous = UInt32(truncatingIfNeeded: page) }
    classes[index].page = UInt32(truncatingIfNeeded: page)
  }

  @inline(never)
  private mutating func unlink(_ page: Int) {
    let (next, previous) = (pages[page].next, pages[page].previous)
    if next != 0 { pages[Int(next)].previous = previous }
    if previous != 0 {
      pages[Int(previous)].next = next
    } else {
      classes[Int(pages[page].sizeClass)].page = next
    }
  }

  /// Whether a block is on the list of free ones of its page.
  private func isFree(_ address: UInt, page: Int) -> Bool {
    var offset = pages[page].freeOffset
    // A damaged list must not keep us here: a page has at most 256 blocks.
    for _ in 0..<256 where offset != PageDescriptor.noBlock {
      if offset == UInt16(truncatingIfNeeded: address & 0xfff) { return true }
      offset = Self.link(pages.address(of: page) &+ UInt(offset & 0xff0))
    }
    return false
  }
}
