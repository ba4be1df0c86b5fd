/// A few ranges of addresses that belong to somebody.
public struct TakenRanges: ~Copyable {
  /// Pairs of start and end; unused ones are empty.
  private var starts: [5 of UInt64] = .init(repeating: 0)
  private var ends: [5 of UInt64] = .init(repeating: 0)
  private var count = 0

  /// Nothing is taken.
  public init() {}

  /// Adds a range; an empty one changes nothing.
  ///
  /// - Precondition: There are at most five.
  public mutating func insert(_ range: Range<UInt64>) {
    guard !range.isEmpty else { return }
    starts[count] = range.lowerBound
    ends[count] = range.upperBound
    count += 1
  }

  /// Whether an address is in one of the ranges.
  func contains(_ address: UInt64) -> Bool {
    for index in 0..<count where starts[index] <= address && address < ends[index] { return true }
    return false
  }

  /// The next address above another at which a range starts or has ended; the largest if none does.
  func nextBorder(after address: UInt64) -> UInt64 {
    var next = UInt64.max
    for index in 0..<count {
      if starts[index] > address { next = min(next, starts[index]) }
      if ends[index] > address { next = min(next, ends[index]) }
    }
    return next
  }
}
