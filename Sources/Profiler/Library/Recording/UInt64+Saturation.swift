/// Numbers of files and guests, which may be any.
extension UInt64 {
  /// The whole part of a number; the greatest of all if it is larger, 0 if it is negative or none.
  init(saturating value: Double) {
    self = value >= 0x1p64 ? .max : value > 0 ? UInt64(value) : 0
  }

  /// The sum of both numbers, or the greatest of all.
  func sum(saturating other: UInt64) -> UInt64 {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? .max : sum
  }
}
