/// How badly memory is cut up, in thousandths: 0 is best.
public enum Fragmentation {
  /// The part of free memory that lies outside the longest free run.
  ///
  /// - Parameters:
  ///   - free: How much is free.
  ///   - longest: How long the longest free run is, in the same unit.
  /// - Returns: 0 if nothing is free.
  public static func external(free: Int, longest: Int) -> Int {
    free > 0 ? 1000 - longest * 1000 / free : 0
  }

  /// The part of allocated memory that nobody asked for.
  ///
  /// - Parameters:
  ///   - allocated: What the allocated blocks hold, or the pages that hold them take.
  ///   - requested: What their owners asked for, in the same unit.
  /// - Returns: 0 if nothing is allocated.
  public static func `internal`(allocated: Int, requested: Int) -> Int {
    allocated > 0 ? 1000 - requested * 1000 / allocated : 0
  }
}
