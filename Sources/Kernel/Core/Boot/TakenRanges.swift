/// A few ranges of addresses that belong to somebody.
public struct TakenRanges: ~Copyable {
  private var ranges: [5 of Range<UInt64>] = .init(repeating: 0..<0)
  /// How many there are.
  private(set) var count = 0

  /// Nothing is taken.
  public init() {}

  /// Adds a range; an empty one changes nothing.
  ///
  /// - Precondition: There are at most five.
  @inline(never)
  public mutating func insert(_ range: Range<UInt64>) {
    guard !range.isEmpty else { return }
    ranges[count] = range
    count += 1
  }

  /// One of the ranges.
  ///
  /// - Precondition: The number is below `count`.
  subscript(index: Int) -> Range<UInt64> { ranges[index] }
}
