// Blocks of whole pages, blocks with an alignment, and blocks that change their size.

extension Heap {
  /// Allocates a block at a multiple of a power of two.
  ///
  /// - Returns: Address; nil if memory is used up or the alignment is no power of two.
  public mutating func allocate(_ byteCount: Int, alignment: Int) -> UInt? {
    guard alignment > 0, alignment & (alignment &- 1) == 0, byteCount >= 0 else { return nil }
    guard alignment > Self.alignment else { return allocate(byteCount) }
    if alignment <= SizeClass.maximumByteCount && byteCount <= SizeClass.maximumByteCount {
      // Blocks of a power of two start at multiples of it, as pages do.
      let size = max(alignment, byteCount)
      let power = 1 << (Int.bitWidth &- (size &- 1).leadingZeroBitCount)
      return allocateRarely(SizeClass(holding: power))
    }
    return allocateRun(byteCount, alignment: max(alignment >> 12, 1))
  }

  /// Makes a block longer or shorter, where it lies if possible.
  ///
  /// - Parameters:
  ///   - address: An allocated block.
  ///   - byteCount: Its new least size.
  /// - Returns: Where its contents are now; nil if memory is used up, and then nothing has changed.
  public mutating func reallocate(_ address: UInt, _ byteCount: Int) -> UInt? {
    let page = pages.page(of: address)
    let usable = usableByteCount(address)
    if byteCount > SizeClass.maximumByteCount, usable > SizeClass.maximumByteCount {
      if resizeRun(page, byteCount) { return address }
    } else if byteCount <= usable, byteCount > usable / 2 || usable <= 64 {
      return address
    }
    guard let moved = allocate(byteCount) else { return nil }
    Self.copy(from: address, to: moved, min(usable, byteCount))
    free(address)
    return moved
  }

  /// Visits the blocks of at least some size that may be allocated; some may be free, of those that
  /// never were.
  public func forEachBlock(holding byteCount: Int, _ body: (_ address: UInt) -> Void) {
    pages.forEachRun { page, descriptor in
      // A run is looked at as one block of a page.
      var (size, end) = (PageAllocator.pageByteCount, PageAllocator.pageByteCount)
      if descriptor.use == .blocks || descriptor.use == .fullBlocks {
        size = SizeClass(index: Int(descriptor.sizeClass)).byteCount
        end = min(Int(descriptor.freshOffset), end)
      } else if descriptor.use != .run {
        end = 0
      }
      guard size >= byteCount else { return }
      var (address, left) = (pages.address(of: page), end)
      while left >= size {
        if Self.mark(address) != Self.freedMark { body(address) }
        address &+= UInt(bitPattern: size)
        left &-= size
      }
    }
  }

  /// Visits the size classes that hold something or did; at the end the runs of whole pages.
  public func forEachSizeClass(_ body: (SizeClassStatistics) -> Void) {
    for index in classes.indices where classes[index].peakBlockCount > 0 {
      body(SizeClassStatistics(classes[index]))
    }
  }

  /// Hands over where the numbers of blocks of each size class lie, those of runs last, for who
  /// reads them without asking.
  ///
  /// - Parameter body: Takes where the number of the first class lies, behind it the most there
  ///   ever were, both of 4 bytes; how many classes there are; and the bytes from one to the next.
  public mutating func withBlockCounts(
    _ body: (_ first: UnsafeMutableRawPointer, _ count: Int, _ stride: UInt8) -> Void
  ) {
    // Safe: the pointer is to the heap's own state; who keeps it vouches that the heap stays.
    unsafe withUnsafeMutableBytes(of: &classes) { bytes in
      guard let base = bytes.baseAddress else { return }
      unsafe body(base, Self.runs + 1, UInt8(MemoryLayout<SizeClassState>.stride))
    }
  }

  /// Allocates what is no small block: nothing, a run, or something impossible.
  @inline(never)
  mutating func allocateUnusual(_ byteCount: Int) -> UInt? {
    guard byteCount > 0 else {
      return byteCount == 0 ? allocateRarely(SizeClass(index: 0)) : nil
    }
    return allocateRun(byteCount, alignment: 1)
  }

  /// Allocates a block where that need not be quick, and there shall be no other copy of the code.
  @inline(never)
  private mutating func allocateRarely(_ sizeClass: SizeClass) -> UInt? {
    allocateBlock(sizeClass)
  }

  mutating func freeRun(_ page: Int) {
    let count = Int(pages[page].runPageCount)
    classes[Self.runs].blockCount &-= 1
    classes[Self.runs].addPages(-count)
    statistics.remove(byteCount: count * PageAllocator.pageByteCount)
    pages.free(page)
  }

  private mutating func allocateRun(_ byteCount: Int, alignment: Int) -> UInt? {
    let (padded, overflow) = max(byteCount, 1).addingReportingOverflow(0xfff)
    let count = padded >> 12
    var found = overflow ? nil : pages.allocate(count, alignment: alignment)
    if found == nil, !overflow {
      trim()
      found = pages.allocate(count, alignment: alignment)
    }
    guard let page = found else {
      statistics.failureCount &+= 1
      return nil
    }
    classes[Self.runs].addBlock()
    classes[Self.runs].addPages(count)
    statistics.add(byteCount: count * PageAllocator.pageByteCount)
    return pages.address(of: page)
  }

  /// - Returns: False if the run cannot grow where it lies.
  private mutating func resizeRun(_ page: Int, _ byteCount: Int) -> Bool {
    let (padded, overflow) = byteCount.addingReportingOverflow(0xfff)
    let (old, new) = (Int(pages[page].runPageCount), padded >> 12)
    guard !overflow, pages.resize(page, to: new) else { return false }
    classes[Self.runs].addPages(new - old)
    statistics.grow((new - old) * PageAllocator.pageByteCount)
    return true
  }
}
