/// The memory map of a boot loader, as it lies in memory.
///
/// Its entries may come in any order, touch and overlap; what one of them reserves is reserved.
///
/// Source: Xen, "x86/HVM direct boot ABI", struct hvm_memmap_table_entry; Multiboot2
/// Specification 2.0, section 3.6.8. Both lay entries out alike.
public struct MemoryMap: ~Escapable {
  private let bytes: RawSpan
  private let entryByteCount: Int
  /// How many entries there are, 0 to `maximumCount`.
  public let count: Int

  /// Entries beyond this many are not looked at.
  public static var maximumCount: Int { 256 }

  /// Takes the entries.
  ///
  /// - Parameters:
  ///   - bytes: The entries; a cut one at the end is left out.
  ///   - entryByteCount: From one entry to the next, at least `MemoryMapEntry.byteCount`.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, entryByteCount: Int = MemoryMapEntry.byteCount) {
    self.bytes = bytes
    self.entryByteCount = max(entryByteCount, MemoryMapEntry.byteCount)
    count = min(bytes.byteCount / self.entryByteCount, Self.maximumCount)
  }

  /// An entry.
  ///
  /// - Precondition: The number is below `count`.
  public subscript(index: Int) -> MemoryMapEntry {
    let start = index * entryByteCount
    return MemoryMapEntry(bytes.extracting(start..<start + MemoryMapEntry.byteCount))
  }

  /// The first address above all usable memory.
  public var end: UInt64 {
    var end: UInt64 = 0
    for index in 0..<count where self[index].isUsable { end = max(end, self[index].end) }
    return end
  }

  /// Size of the usable memory, in bytes.
  public var usableByteCount: UInt64 {
    let nothing = TakenRanges()
    var sum: UInt64 = 0
    var position: UInt64 = 0
    while let range = nextFree(from: position, except: nothing) {
      sum += range.upperBound - range.lowerBound
      position = range.upperBound
    }
    return sum
  }

  /// The lowest range of usable memory from an address on; never touches the next one.
  ///
  /// One copy in the image is enough: that is why it is kept out of line.
  ///
  /// - Parameters:
  ///   - position: Where to start.
  ///   - taken: What is left out.
  /// - Returns: Nil if there is none.
  /// - Complexity: O(n²) for n entries.
  @inline(never)
  public func nextFree(
    from position: UInt64, except taken: borrowing TakenRanges
  ) -> Range<UInt64>? {
    var position = position
    var start: UInt64?
    while true {
      var isFree = false
      var isReserved = false
      var next = UInt64.max
      for index in 0..<count + taken.count {
        let entry = index < count ? self[index] : MemoryMapEntry(taken: taken[index - count])
        if entry.start > position {
          next = min(next, entry.start)
        } else if entry.end > position {
          next = min(next, entry.end)
          if entry.isUsable { isFree = true } else { isReserved = true }
        }
      }
      if isReserved || !isFree {
        if let start { return start..<position }
      } else if start == nil {
        start = position
      }
      // Nothing ends at the largest address but what a loader made up.
      guard next < .max else { return nil }
      position = next
    }
  }

  /// Visits the whole pages of usable memory in ascending order; no two runs touch.
  ///
  /// - Parameters:
  ///   - bounds: Addresses outside of these are left out.
  ///   - taken: What else is left out.
  ///   - body: Takes the numbers of the pages.
  public func forEachFreePages(
    in bounds: Range<UInt64>, except taken: borrowing TakenRanges, _ body: (Range<Int>) -> Void
  ) {
    var position = bounds.lowerBound
    while let range = nextFree(from: position, except: taken), range.lowerBound < bounds.upperBound
    {
      let first = Int((range.lowerBound + 4095) >> 12)
      let end = Int(min(range.upperBound, bounds.upperBound) >> 12)
      if first < end { body(first..<end) }
      position = range.upperBound
    }
  }

  /// Finds the lowest usable pages for a number of bytes.
  ///
  /// - Parameters:
  ///   - byteCount: How many.
  ///   - bounds: Where to look.
  ///   - taken: What is not free.
  /// - Returns: The addresses of the whole pages; nil if nothing is free that is large enough.
  public func freePages(
    byteCount: Int, in bounds: Range<UInt64>, except taken: borrowing TakenRanges
  ) -> Range<UInt64>? {
    let count = (byteCount + 4095) >> 12
    var found: Range<UInt64>?
    forEachFreePages(in: bounds, except: taken) { pages in
      guard found == nil, pages.count >= count else { return }
      let start = UInt64(pages.lowerBound) << 12
      found = start..<start + UInt64(count) << 12
    }
    return found
  }
}
