/// What the allocators know of one page of memory.
struct PageDescriptor: BitwiseCopyable {
  /// What the page is used for.
  var use: Use
  /// Size class of the blocks in the page, if it holds blocks.
  var sizeClass: UInt8 = 0
  /// How many blocks of the page are allocated.
  var allocatedCount: UInt16 = 0
  /// Byte offset of the block that is handed out next; `noBlock` if there is none.
  ///
  /// A page that holds no blocks has none to hand out either.
  var freeOffset: UInt16 = noBlock
  /// Byte offset of the first block of this page that was never on the list of free blocks.
  var freshOffset: UInt16 = 0
  /// How many pages the run has: valid on the first page of a run, and on the last of a free one.
  var runPageCount: UInt32 = 0
  /// The next page of the list this page is in; 0 ends it, as page 0 is never handed out.
  var next: UInt32 = 0
  /// The page before this one in its list; 0 if this is the first.
  var previous: UInt32 = 0

  /// Marks the end of a page's list of free blocks.
  static var noBlock: UInt16 { 0xffff }

  /// What a page is used for; no enumeration, as pages that never were an end of a run have junk.
  struct Use: Equatable, BitwiseCopyable {
    private let rawValue: UInt8

    /// Not memory, or memory of somebody else, or inside a run.
    static var reserved: Use { Use(rawValue: 0) }
    /// First or last page of a free run.
    static var free: Use { Use(rawValue: 1) }
    /// First page of a run that is allocated as a whole.
    static var run: Use { Use(rawValue: 2) }
    /// Last page of such a run.
    static var runEnd: Use { Use(rawValue: 3) }
    /// Holds blocks of one size class, and is in the list of pages that may have free ones.
    static var blocks: Use { Use(rawValue: 4) }
    /// Holds blocks, all of which are allocated, and is in no list.
    static var fullBlocks: Use { Use(rawValue: 5) }
  }
}
