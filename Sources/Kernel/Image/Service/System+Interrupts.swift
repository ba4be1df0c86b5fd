extension System {
  /// How often an interrupt came that nothing had asked for.
  ///
  /// Such interrupts do no harm; the counter "unexpected interrupts" is the sum over all vectors.
  ///
  /// - Parameter vector: The interrupt's number, from 32.
  public func unexpectedInterruptCount(ofVector vector: UInt8) -> Int {
    StrayInterrupts.occurrences(of: vector)
  }
}
