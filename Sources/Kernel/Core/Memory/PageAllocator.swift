/// Hands out runs of whole pages.
///
/// Free runs wait in lists by the binary order of their length; neighbours are merged when a run is
/// freed. Allocation looks at a bounded number of runs, then takes from a list whose every run
/// fits.
///
/// Every unsafe access goes to the descriptor table, which has an entry for each page up to
/// `pageCount` and one more; page numbers are checked where they come in.
@safe
public struct PageAllocator: ~Copyable {
  /// Size of a page, in bytes.
  public static var pageByteCount: Int { 4096 }

  private let descriptors: UnsafeMutablePointer<PageDescriptor>
  /// One more than the number of the last page that there is.
  let pageCount: Int
  /// Address of page 0; a multiple of the page size.
  let baseAddress: UInt
  /// How many pages are free.
  public private(set) var freePageCount = 0
  /// First page of the list of free runs of 2^n to 2^(n+1) - 1 pages.
  private var heads: [28 of UInt32] = .init(repeating: 0)
  /// Bit n is set when list n is not empty.
  private var occupied: UInt32 = 0

  private static var orderCount: Int { 28 }
  /// How many runs of the list that may hold a fitting one are looked at.
  private static var searchLimit: Int { 8 }

  /// Bytes that the descriptor table of some number of pages takes.
  public static func tableByteCount(pageCount: Int) -> Int {
    (pageCount + 1) * MemoryLayout<PageDescriptor>.stride
  }

  /// Takes the place of the descriptor table; no page is free yet.
  ///
  /// - Parameters:
  ///   - table: At least `tableByteCount` bytes, aligned to 8; they need not be zero.
  ///   - pageCount: One more than the number of the last page.
  ///   - baseAddress: Address of page 0; a multiple of the page size.
  public init(
    unsafeTable table: UnsafeMutableRawPointer, pageCount: Int, baseAddress: UInt = 0
  ) {
    self.pageCount = pageCount
    self.baseAddress = baseAddress
    unsafe descriptors = table.bindMemory(to: PageDescriptor.self, capacity: pageCount + 1)
    unsafe descriptors[0] = PageDescriptor(use: .reserved)
    unsafe descriptors[pageCount] = PageDescriptor(use: .reserved)
  }

  /// Gives a range of pages to the allocator.
  ///
  /// Ranges that are given one after the other must not touch.
  ///
  /// - Parameter pages: Numbers of the pages; page 0 is left out, as its number ends lists.
  public mutating func add(_ pages: Range<Int>) {
    let pages = pages.clamped(to: 1..<pageCount)
    guard !pages.isEmpty else { return }
    self[pages.lowerBound - 1] = PageDescriptor(use: .reserved)
    self[pages.upperBound] = PageDescriptor(use: .reserved)
    insert(pages.lowerBound, count: pages.count)
    freePageCount += pages.count
  }

  /// Allocates a run of pages.
  ///
  /// - Parameter count: How many; at least 1.
  /// - Returns: Number of the first page; nil if no run is long enough.
  public mutating func allocate(_ count: Int) -> Int? {
    guard count > 0, count <= freePageCount, let first = findRun(count) else { return nil }
    let length = Int(self[first].runPageCount)
    remove(first, count: length)
    if length > count {
      insert(first + count, count: length - count)
    }
    freePageCount -= count
    self[first + count - 1] = PageDescriptor(use: .runEnd)
    self[first] = PageDescriptor(use: .run, runPageCount: UInt32(count))
    return first
  }

  /// Frees a run that `allocate` returned.
  ///
  /// - Precondition: The page is the first of an allocated run.
  public mutating func free(_ first: Int) {
    precondition(first > 0 && first < pageCount, "freed pages lie outside memory")
    precondition(self[first].use == .run || self[first].use == .blocks, "freed pages are not a run")
    var start = first
    var count = Int(self[first].runPageCount)
    freePageCount += count
    if self[start - 1].use == .free {
      let before = Int(self[start - 1].runPageCount)
      start -= before
      remove(start, count: before)
      count += before
    }
    if self[start + count].use == .free {
      let after = Int(self[start + count].runPageCount)
      remove(start + count, count: after)
      count += after
    }
    insert(start, count: count)
  }

  /// Address of a page's first byte.
  @inline(__always)
  public func address(of page: Int) -> UInt {
    baseAddress &+ UInt(bitPattern: page) << 12
  }

  /// Number of the page that an address lies in; out of range if it is none of ours.
  @inline(__always)
  public func page(of address: UInt) -> Int {
    Int(bitPattern: (address &- baseAddress) >> 12)
  }

  /// The longest free run, in pages.
  public var longestFreeRun: Int {
    guard occupied != 0 else { return 0 }
    var page = Int(heads[31 - occupied.leadingZeroBitCount])
    var longest = 0
    while page != 0 {
      longest = max(longest, Int(self[page].runPageCount))
      page = Int(self[page].next)
    }
    return longest
  }

  /// What is known of a page.
  subscript(page: Int) -> PageDescriptor {
    @inline(__always) get { unsafe descriptors[page] }
    @inline(__always) nonmutating _modify { yield unsafe &descriptors[page] }
  }

  private func findRun(_ count: Int) -> Int? {
    let order = Self.order(count)
    var page = Int(heads[order])
    var looked = 0
    while page != 0, looked < Self.searchLimit {
      if Int(self[page].runPageCount) >= count { return page }
      page = Int(self[page].next)
      looked += 1
    }
    let longer = occupied & (~UInt32(0) << UInt32(order + 1))
    return longer == 0 ? nil : Int(heads[longer.trailingZeroBitCount])
  }

  private mutating func insert(_ first: Int, count: Int) {
    let order = Self.order(count)
    let head = heads[order]
    self[first + count - 1] = PageDescriptor(use: .free, runPageCount: UInt32(count))
    self[first] = PageDescriptor(use: .free, runPageCount: UInt32(count), next: head)
    if head != 0 { self[Int(head)].previous = UInt32(first) }
    heads[order] = UInt32(first)
    occupied |= 1 << UInt32(order)
  }

  private mutating func remove(_ first: Int, count: Int) {
    let order = Self.order(count)
    let (next, previous) = (self[first].next, self[first].previous)
    if next != 0 { self[Int(next)].previous = previous }
    if previous != 0 {
      self[Int(previous)].next = next
    } else {
      heads[order] = next
      if next == 0 { occupied &= ~(1 << UInt32(order)) }
    }
    // The ends of the run must not look free any more to a neighbour that is freed.
    self[first].use = .reserved
    self[first + count - 1].use = .reserved
  }

  private static func order(_ count: Int) -> Int {
    min(Int.bitWidth - 1 - count.leadingZeroBitCount, orderCount - 1)
  }
}
