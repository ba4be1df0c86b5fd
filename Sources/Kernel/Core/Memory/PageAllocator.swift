/// Hands out runs of whole pages.
///
/// Free runs wait in lists by their length (`RunList`); neighbours are merged when a run is freed.
/// Allocation looks at `searchLimit` runs at most, then takes the first of a list whose every run
/// fits, found in a bit set. Only when memory would be used up otherwise does it look at all runs
/// of one list.
///
/// Every unsafe access goes to the table, which has a head for each list and a descriptor for each
/// page up to `pageCount` and one more; page numbers are checked where they come in.
@safe
public struct PageAllocator: ~Copyable {
  /// Size of a page, in bytes.
  public static var pageByteCount: Int { 4096 }

  private let descriptors: UnsafeMutablePointer<PageDescriptor>
  /// First page of each list of free runs; 0 if the list is empty.
  private let heads: UnsafeMutablePointer<UInt32>
  /// Bit n is set when list n is not empty; lists from 64 on are in the second.
  private var occupied: (UInt64, UInt64) = (0, 0)
  /// One more than the number of the last page that there is.
  let pageCount: Int
  /// Address of page 0; a multiple of the page size.
  let baseAddress: UInt
  /// The first address above all pages that there may be.
  public var endAddress: UInt64 { UInt64(baseAddress) + UInt64(pageCount) << 12 }
  /// How many pages are free.
  public private(set) var freePageCount = 0
  /// How many pages the allocator was given.
  public private(set) var ownedPageCount = 0

  /// How many runs of the list that may hold a fitting one are looked at.
  private static var searchLimit: Int { 8 }
  private static var headsByteCount: Int { RunList.count * MemoryLayout<UInt32>.stride }

  /// Bytes that the table of some number of pages takes.
  public static func tableByteCount(pageCount: Int) -> Int {
    headsByteCount + (pageCount + 1) * MemoryLayout<PageDescriptor>.stride
  }

  /// Takes the place of the table; no page is free yet.
  ///
  /// - Parameters:
  ///   - table: At least `tableByteCount` bytes, aligned to 8; they need not be zero.
  ///   - pageCount: One more than the number of the last page; at most 2^32 - 1.
  ///   - baseAddress: Address of page 0; a multiple of the page size.
  public init(
    unsafeTable table: UnsafeMutableRawPointer, pageCount: Int, baseAddress: UInt = 0
  ) {
    self.pageCount = pageCount
    self.baseAddress = baseAddress
    unsafe heads = table.bindMemory(to: UInt32.self, capacity: RunList.count)
    unsafe heads.initialize(repeating: 0, count: RunList.count)
    unsafe descriptors = (table + Self.headsByteCount).bindMemory(
      to: PageDescriptor.self, capacity: pageCount + 1)
    unsafe descriptors[0] = PageDescriptor(use: .reserved)
    unsafe descriptors[pageCount] = PageDescriptor(use: .reserved)
  }

  /// Gives a range of pages to the allocator.
  ///
  /// Ranges must not touch; one that is given later and lies below another leaves two pages
  /// between.
  ///
  /// - Parameter pages: Numbers of the pages; page 0 is left out, as its number ends lists.
  public mutating func add(_ pages: Range<Int>) {
    let pages = pages.clamped(to: 1..<pageCount)
    guard !pages.isEmpty else { return }
    self[pages.upperBound] = PageDescriptor(use: .reserved)
    // Ranges are found from the last one on: page 0 says where it is, the page before each range
    // where the one before it is.
    self[pages.lowerBound &- 1] = PageDescriptor(use: .reserved, next: self[0].previous)
    self[0].previous = UInt32(truncatingIfNeeded: pages.lowerBound)
    insert(pages.lowerBound, count: pages.count)
    freePageCount += pages.count
    ownedPageCount += pages.count
  }

  /// Allocates a run of pages.
  ///
  /// - Parameters:
  ///   - count: How many; at least 1.
  ///   - alignment: Of the address, in pages; a power of two. A run that is longer by as much must
  ///     be free.
  /// - Returns: Number of the first page; nil if no run is long enough.
  @inline(never)
  public mutating func allocate(_ count: Int, alignment: Int = 1) -> Int? {
    let (needed, overflow) = count.addingReportingOverflow(alignment &- 1)
    guard count > 0, !overflow, needed <= freePageCount, let start = findRun(needed) else {
      return nil
    }
    let length = Int(self[start].runPageCount)
    remove(start, count: length)
    let place = Int(bitPattern: address(of: start) >> 12)
    let skipped = -place & (alignment &- 1)
    let first = start &+ skipped
    if skipped > 0 { insert(start, count: skipped) }
    let rest = length &- skipped &- count
    if rest > 0 { insert(first &+ count, count: rest) }
    freePageCount &-= count
    mark(first, count: count)
    return first
  }

  /// Frees a run that `allocate` returned.
  ///
  /// - Precondition: The page is the first of an allocated run.
  public mutating func free(_ first: Int) {
    precondition(isRun(first), "freed pages are not a run")
    var start = first
    var count = Int(self[first].runPageCount)
    freePageCount &+= count
    // Inside a free run no page may look like the border of one.
    self[first] = PageDescriptor(use: .reserved)
    self[first &+ count &- 1] = PageDescriptor(use: .reserved)
    if self[start &- 1].use == .free {
      let before = Int(self[start &- 1].runPageCount)
      start &-= before
      remove(start, count: before)
      count &+= before
    }
    if self[start &+ count].use == .free {
      let after = Int(self[start &+ count].runPageCount)
      remove(start &+ count, count: after)
      count &+= after
    }
    insert(start, count: count)
  }

  /// Makes an allocated run longer or shorter where it lies.
  ///
  /// - Parameters:
  ///   - first: The first page of an allocated run.
  ///   - count: How many pages it shall have; at least 1.
  /// - Returns: False if the pages behind it are not free; then nothing changes.
  public mutating func resize(_ first: Int, to count: Int) -> Bool {
    precondition(isRun(first) && count > 0, "resized pages are not a run")
    let old = Int(self[first].runPageCount)
    if count < old {
      mark(first &+ count, count: old &- count)
      mark(first, count: count)
      free(first &+ count)
    } else if count > old {
      let next = first &+ old
      let free = self[next].use == .free ? Int(self[next].runPageCount) : 0
      guard old + free >= count else { return false }
      remove(next, count: free)
      if old + free > count { insert(first &+ count, count: old + free - count) }
      self[next &- 1].use = .reserved
      freePageCount &-= count - old
      mark(first, count: count)
    }
    return true
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

  /// Whether a page is the first of an allocated run.
  func isRun(_ page: Int) -> Bool {
    guard page > 0, page < pageCount else { return false }
    let use = self[page].use
    return use == .run || use == .blocks || use == .fullBlocks
  }

  /// Visits the first page of every run, free or not, and no page whose description was never
  /// written.
  ///
  /// If the allocator was interrupted while it changes a run, those behind it may be left out.
  func forEachRun(_ body: (_ page: Int, _ descriptor: PageDescriptor) -> Void) {
    var range = Int(self[0].previous)
    while range > 0 {
      var page = range
      while page < pageCount, self[page].use != .reserved {
        body(page, self[page])
        page &+= max(Int(self[page].runPageCount), 1)
      }
      range = Int(self[range &- 1].next)
    }
  }

  /// The longest free run, in pages; looks at every run of one list.
  public var longestFreeRun: Int {
    guard let list = lastOccupied else { return 0 }
    // Safe: the list has a head.
    var page = unsafe Int(heads[list])
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

  /// Where the description of a page stands, so that its fields need not be found one by one.
  @inline(__always)
  func descriptor(_ page: Int) -> UnsafeMutablePointer<PageDescriptor> {
    unsafe descriptors + page
  }

  private func findRun(_ count: Int) -> Int? {
    let own = RunList.index(of: count)
    let sufficient = RunList.firstSufficient(count)
    // A run of the own list wastes least, but only some of them are long enough.
    if own != sufficient, let page = search(own, count, limit: Self.searchLimit) { return page }
    if let list = firstOccupied(from: sufficient) {
      // The last list has no upper end.
      if list < RunList.count &- 1 { return unsafe Int(heads[list]) }
      return search(list, count, limit: .max)
    }
    return own == sufficient ? nil : search(own, count, limit: .max)
  }

  /// The first run of a list that is long enough.
  @inline(never)
  private func search(_ list: Int, _ count: Int, limit: Int) -> Int? {
    var page = unsafe Int(heads[list])
    var looked = 0
    while page != 0, looked < limit {
      if Int(self[page].runPageCount) >= count { return page }
      page = Int(self[page].next)
      looked &+= 1
    }
    return nil
  }

  private func firstOccupied(from list: Int) -> Int? {
    if list < 64 {
      let bits = occupied.0 & (~0 &<< UInt64(list))
      if bits != 0 { return bits.trailingZeroBitCount }
    }
    let bits = occupied.1 & (list > 64 ? ~0 &<< UInt64(list &- 64) : ~0)
    return bits == 0 ? nil : 64 &+ bits.trailingZeroBitCount
  }

  private var lastOccupied: Int? {
    if occupied.1 != 0 { return 127 - occupied.1.leadingZeroBitCount }
    return occupied.0 == 0 ? nil : 63 - occupied.0.leadingZeroBitCount
  }

  private mutating func setOccupied(_ list: Int, _ isOccupied: Bool) {
    let bit: UInt64 = 1 << UInt64(list & 63)
    if list < 64 {
      occupied.0 = isOccupied ? occupied.0 | bit : occupied.0 & ~bit
    } else {
      occupied.1 = isOccupied ? occupied.1 | bit : occupied.1 & ~bit
    }
  }

  /// Describes an allocated run.
  private func mark(_ first: Int, count: Int) {
    self[first &+ count &- 1] = PageDescriptor(use: .runEnd)
    self[first] = PageDescriptor(use: .run, runPageCount: UInt32(truncatingIfNeeded: count))
  }

  @inline(never)
  private mutating func insert(_ first: Int, count: Int) {
    let list = RunList.index(of: count)
    let head = unsafe heads[list]
    let length = UInt32(truncatingIfNeeded: count)
    self[first &+ count &- 1] = PageDescriptor(use: .free, runPageCount: length)
    self[first] = PageDescriptor(use: .free, runPageCount: length, next: head)
    if head != 0 { self[Int(head)].previous = UInt32(truncatingIfNeeded: first) }
    unsafe heads[list] = UInt32(truncatingIfNeeded: first)
    setOccupied(list, true)
  }

  @inline(never)
  private mutating func remove(_ first: Int, count: Int) {
    let list = RunList.index(of: count)
    let (next, previous) = (self[first].next, self[first].previous)
    if next != 0 { self[Int(next)].previous = previous }
    if previous != 0 {
      self[Int(previous)].next = next
    } else {
      unsafe heads[list] = next
      if next == 0 { setOccupied(list, false) }
    }
    // The ends of the run must not look free any more to a neighbour that is freed.
    self[first] = PageDescriptor(use: .reserved)
    self[first &+ count &- 1] = PageDescriptor(use: .reserved)
  }
}
