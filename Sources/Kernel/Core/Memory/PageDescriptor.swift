/// What the allocators know of one page of memory.
struct PageDescriptor: BitwiseCopyable {
  /// What the page is used for.
  var use: Use
  /// Size class of the blocks in the page, if it holds blocks.
  var sizeClass: UInt8 = 0
  /// How many blocks of the page are allocated.
  var allocatedCount: UInt16 = 0
  /// Byte offset of the first block that was freed in this page; `noBlock` if there is none.
  var freeOffset: UInt16 = noBlock
  /// Byte offset of the first block of this page that was never allocated.
  var freshOffset: UInt16 = 0
  /// How many pages the run has: valid on the first page of a run, and on the last of a free one.
  var runPageCount: UInt32 = 0
  /// The next page of the list this page is in; 0 ends it, as page 0 is never handed out.
  var next: UInt32 = 0
  /// The page before this one in its list; 0 if this is the first.
  var previous: UInt32 = 0

  /// Marks the end of a page's list of freed blocks.
  static var noBlock: UInt16 { 0xffff }

  /// What a page is used for.
  enum Use: UInt8, BitwiseCopyable {
    /// Not memory, or memory of somebody else.
    case reserved = 0
    /// First or last page of a free run.
    case free
    /// First page of a run that is allocated as a whole.
    case run
    /// Last page of such a run.
    case runEnd
    /// Holds blocks of one size class.
    case blocks
  }
}
