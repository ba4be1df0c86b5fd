/// A heap that notices misuse of its blocks, for debug builds.
///
/// Each block lies between two red zones whose bytes are checked when it is freed; freed blocks are
/// filled with poison and wait in a quarantine before they can be allocated again; when they leave
/// it, and when they are allocated, the poison is checked. Fresh blocks are filled, too, so that
/// nobody counts on zeroes.
///
///     | unused | header, 16 | red zone, 16 | the owner's bytes | red zone, at least 16 |
///
/// The usable size of a block is exactly what was asked for. Every block takes at least 48 bytes
/// more than from a plain heap, and every operation takes time in proportion to its size.
public struct GuardedHeap: ~Copyable {
  private var heap: Heap
  private var quarantine = Quarantine()
  /// Takes what is found to be wrong.
  private let report: (HeapFault) -> Void

  /// What red zones are filled with.
  static var redZoneByte: UInt8 { 0xfd }
  /// What freed memory is filled with.
  static var poison: UInt8 { 0xdb }
  /// What allocated memory is filled with before its owner writes to it.
  static var freshByte: UInt8 { 0xcd }
  /// Blocks that hold more are not kept in quarantine.
  private static var largestQuarantined: Int { 8192 }

  /// Takes the pages that the heap may use.
  ///
  /// - Parameters:
  ///   - pages: The pages.
  ///   - report: Is called for each misuse; the block in question stays allocated for ever.
  public init(_ pages: consuming PageAllocator, report: @escaping (HeapFault) -> Void) {
    heap = Heap(pages, filling: Self.poison, report: report)
    self.report = report
  }

  /// Where the pages come from.
  public var pages: PageAllocator {
    @inline(__always) _read { yield heap.pages }
  }

  /// What is allocated, and what was; blocks in quarantine are freed, as their owners see it.
  public var statistics: HeapStatistics {
    var statistics = heap.statistics
    statistics.freeCount += quarantine.count
    statistics.allocatedByteCount -= quarantine.byteCount
    return statistics
  }

  /// Gives more pages to the heap; they must not touch others that it has.
  public mutating func addPages(_ numbers: Range<Int>) {
    heap.addPages(numbers)
  }

  /// As for a plain heap, with the owner's bytes of each block that has no alignment of its own.
  public func forEachBlock(holding byteCount: Int, _ body: (_ address: UInt) -> Void) {
    heap.forEachBlock(holding: byteCount + BlockHeader.prefixByteCount) { address in
      body(address + UInt(BlockHeader.prefixByteCount))
    }
  }

  /// As for a plain heap; blocks in quarantine count as allocated.
  public func forEachSizeClass(_ body: (SizeClassStatistics) -> Void) {
    heap.forEachSizeClass(body)
  }

  /// As for a plain heap; blocks in quarantine count as allocated.
  public mutating func withBlockCounts(
    _ body: (_ first: UnsafeMutableRawPointer, _ count: Int, _ stride: UInt8) -> Void
  ) {
    unsafe heap.withBlockCounts(body)
  }

  /// Gives up the quarantine, and all pages that hold nothing.
  public mutating func trim() {
    while let block = quarantine.removeFirst() { release(block) }
    heap.trim()
  }

  /// Allocates a block.
  ///
  /// - Parameter byteCount: Its size; 0 counts as 1.
  /// - Returns: Address, aligned to 16; nil if memory is used up.
  public mutating func allocate(_ byteCount: Int) -> UInt? {
    allocate(byteCount, alignment: Heap.alignment)
  }

  /// Allocates a block at a multiple of a power of two.
  ///
  /// - Returns: Address; nil if memory is used up or the alignment is no power of two.
  public mutating func allocate(_ byteCount: Int, alignment: Int) -> UInt? {
    guard byteCount >= 0, alignment > 0, alignment & (alignment &- 1) == 0 else { return nil }
    let offset = max(alignment, BlockHeader.prefixByteCount)
    let (needed, overflow) = max(byteCount, 1).addingReportingOverflow(
      offset &+ BlockHeader.redZoneByteCount)
    guard !overflow, let base = allocateBase(needed, alignment: alignment) else { return nil }
    let held = heap.usableByteCount(base)
    checkPoison(base, held)
    let address = base &+ UInt(offset)
    BlockHeader(byteCount: max(byteCount, 1), offset: offset).write(before: address)
    Heap.fill(address &- 16, 16, Self.redZoneByte)
    Heap.fill(address, max(byteCount, 1), Self.freshByte)
    let end = address &+ UInt(max(byteCount, 1))
    Heap.fill(end, Int(base &+ UInt(held) &- end), Self.redZoneByte)
    return address
  }

  /// Frees a block; puts it into quarantine.
  public mutating func free(_ address: UInt) {
    guard let header = header(of: address) else { return }
    let base = address &- UInt(header.offset)
    let held = heap.usableByteCount(base)
    if let fault = redZoneFault(address, header, end: base &+ UInt(held)) { return report(fault) }
    header.writeFreed(before: address)
    Heap.fill(address, Int(base &+ UInt(held) &- address), Self.poison)
    let block = Quarantine.Block(address: address, byteCount: held)
    guard held <= Self.largestQuarantined else { return release(block) }
    if let oldest = quarantine.append(block) { release(oldest) }
  }

  /// Size of an allocated block, in bytes, exactly as it was asked for; 0 if it is none.
  public func usableByteCount(_ address: UInt) -> Int {
    guard isInside(address), let header = BlockHeader(before: address), !header.isFreed else {
      return 0
    }
    return header.byteCount
  }

  /// Moves a block to one of another size, always to another place.
  ///
  /// - Returns: Where its contents are now; nil if memory is used up, and then nothing has changed.
  public mutating func reallocate(_ address: UInt, _ byteCount: Int) -> UInt? {
    let old = usableByteCount(address)
    guard let moved = allocate(byteCount) else { return nil }
    Heap.copy(from: address, to: moved, min(old, byteCount))
    free(address)
    return moved
  }

  private mutating func allocateBase(_ byteCount: Int, alignment: Int) -> UInt? {
    if let base = heap.allocate(byteCount, alignment: alignment) { return base }
    trim()
    return heap.allocate(byteCount, alignment: alignment)
  }

  /// The header of a block that is about to be freed; reports and returns nil if it is none.
  private func header(of address: UInt) -> BlockHeader? {
    guard isInside(address), address % 16 == 0 else {
      report(HeapFault(.notAllocated, at: address))
      return nil
    }
    guard let header = BlockHeader(before: address) else {
      report(HeapFault(damage(before: address), at: address))
      return nil
    }
    guard !header.isFreed else {
      report(HeapFault(.doubleFree, at: address, byteCount: header.byteCount))
      return nil
    }
    return header
  }

  /// What has become of a block whose header makes no sense.
  private func damage(before address: UInt) -> HeapFault.Kind {
    let start = address &- UInt(BlockHeader.prefixByteCount)
    if Heap.firstOther(than: Self.poison, start &+ 16, 16) == nil { return .doubleFree }
    // Part of the red zone is as it was: somebody wrote before the block.
    let last = address &- 1
    return Heap.firstOther(than: Self.redZoneByte, last, 1) == nil ? .underrun : .notAllocated
  }

  private func redZoneFault(_ address: UInt, _ header: BlockHeader, end: UInt) -> HeapFault? {
    let tail = address &+ UInt(header.byteCount)
    if Heap.firstOther(than: Self.redZoneByte, address &- 16, 16) != nil {
      return HeapFault(.underrun, at: address, byteCount: header.byteCount)
    }
    if Heap.firstOther(than: Self.redZoneByte, tail, Int(end &- tail)) != nil {
      return HeapFault(.overrun, at: address, byteCount: header.byteCount)
    }
    return nil
  }

  /// Gives a freed block back to the heap, if nobody has written to it.
  private mutating func release(_ block: Quarantine.Block) {
    guard let header = BlockHeader(before: block.address), header.isFreed else {
      return report(HeapFault(.writeAfterFree, at: block.address))
    }
    let base = block.address &- UInt(header.offset)
    let behind = Int(base &+ UInt(block.byteCount) &- block.address)
    guard Heap.firstOther(than: Self.poison, block.address, behind) == nil else {
      return report(
        HeapFault(.writeAfterFree, at: block.address, byteCount: header.byteCount))
    }
    Heap.fill(base, header.offset, Self.poison)
    heap.free(base)
  }

  /// Looks whether a block that was free is as it was left; runs were checked when they were freed.
  private func checkPoison(_ base: UInt, _ byteCount: Int) {
    guard byteCount <= SizeClass.maximumByteCount else { return }
    // The first 16 bytes of a free block are the heap's.
    if let changed = Heap.firstOther(than: Self.poison, base &+ 16, byteCount &- 16) {
      report(HeapFault(.writeAfterFree, at: changed))
    }
  }

  private func isInside(_ address: UInt) -> Bool {
    let page = heap.pages.page(of: address &- UInt(BlockHeader.prefixByteCount))
    return page > 0 && page < heap.pages.pageCount
  }
}
