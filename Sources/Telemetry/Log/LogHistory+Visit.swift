extension LogHistory {
  /// Visits entries behind a position, the oldest first, and tells where to go on.
  ///
  /// What is kept may be overwritten while it is read: entries too far from the end are left out.
  ///
  /// - Parameters:
  ///   - position: Where an earlier visit ended; 0 at first.
  ///   - reach: How many bytes before the end are looked at, at most.
  ///   - burst: After how many bytes the visit ends.
  ///   - body: Takes each entry.
  /// - Returns: Behind which byte the next visit begins, which is between two entries; and whether
  ///   some were left out.
  public func visit(
    from position: UInt64, reach: Int, burst: Int, _ body: (borrowing LogEntry) -> Void
  ) -> (position: UInt64, isCut: Bool) {
    guard position < end else { return (end, false) }
    let waiting = end - position
    var taken = 0
    var rest = 0
    forEach(ofLast: Int(min(waiting, UInt64(reach)))) { entry in
      guard taken < burst else {
        rest += entry.byteCount
        return
      }
      taken += entry.byteCount
      body(entry)
    }
    return (end - UInt64(rest), waiting > UInt64(reach))
  }
}
