extension System {
  /// Counts the interrupts that came by a vector and that nothing had asked for.
  ///
  /// Such interrupts do no harm; the counter "unexpected interrupts" is the sum over all vectors.
  ///
  /// - Parameter vector: The interrupt's number, from 32.
  /// - Returns: How many there were since the start.
  public func unexpectedInterruptCount(ofVector vector: UInt8) -> Int {
    StrayInterrupts.occurrences(of: vector)
  }
}
