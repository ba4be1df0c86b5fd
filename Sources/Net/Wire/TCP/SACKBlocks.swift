/// Up to four ranges of sequence numbers, as many as a header has room for.
///
/// Source: RFC 2018, section 3.
public struct SACKBlocks: Equatable, Sendable {
  /// How many ranges there are: 0 to 4.
  public private(set) var count = 0
  private var blocks: (SACKBlock, SACKBlock, SACKBlock, SACKBlock)

  /// Most ranges that fit.
  public static let capacity = 4

  /// Starts without ranges.
  public init() {
    let none = SACKBlock(start: 0, end: 0)
    blocks = (none, none, none, none)
  }

  /// Adds a range; one that does not fit is ignored.
  public mutating func append(_ block: SACKBlock) {
    switch count {
    case 0: blocks.0 = block
    case 1: blocks.1 = block
    case 2: blocks.2 = block
    case 3: blocks.3 = block
    default: return
    }
    count += 1
  }

  /// Keeps at most so many ranges: the first ones.
  public mutating func truncate(to limit: Int) {
    count = min(count, limit)
  }

  /// The range at an index.
  ///
  /// - Precondition: The index is below the count.
  public subscript(index: Int) -> SACKBlock {
    precondition(index >= 0 && index < count, "no such block")
    return switch index {
    case 0: blocks.0
    case 1: blocks.1
    case 2: blocks.2
    default: blocks.3
    }
  }

  public static func == (left: SACKBlocks, right: SACKBlocks) -> Bool {
    guard left.count == right.count else { return false }
    for index in 0..<left.count where left[index] != right[index] { return false }
    return true
  }
}
