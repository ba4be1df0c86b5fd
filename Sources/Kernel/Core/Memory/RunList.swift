/// The lists in which free runs of pages wait, by their length.
///
/// One list for each length below 8 pages, then four for each doubling, so that a run is at most a
/// quarter longer than the shortest of its list.
enum RunList {
  /// How many lists there are: the last takes all runs from 7 * 2^26 pages on.
  static var count: Int { 112 }

  /// The list that runs of a length wait in.
  ///
  /// - Parameter pageCount: The length; at least 1.
  /// - Returns: Its index.
  @inline(__always)
  static func index(of pageCount: Int) -> Int {
    guard pageCount >= 8 else { return pageCount }
    let exponent = Int.bitWidth &- 1 &- pageCount.leadingZeroBitCount
    let quarter = (pageCount >> (exponent &- 2)) & 3
    return min(8 &+ (exponent &- 3) &* 4 &+ quarter, count &- 1)
  }

  /// The first list all of whose runs have at least a length.
  ///
  /// - Parameter pageCount: The length; at least 1.
  /// - Returns: Its index; `count` if there is none.
  @inline(__always)
  static func firstSufficient(_ pageCount: Int) -> Int {
    guard pageCount >= 8 else { return pageCount }
    let exponent = Int.bitWidth &- 1 &- pageCount.leadingZeroBitCount
    let isShortest = pageCount & (1 << (exponent &- 2) &- 1) == 0
    return index(of: pageCount) &+ (isShortest ? 0 : 1)
  }
}
