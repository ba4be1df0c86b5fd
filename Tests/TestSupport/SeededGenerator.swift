/// Numbers that look random and are the same in each run.
///
/// Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (SplitMix64).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Begins the numbers of a seed; name the seed where a test fails.
  public init(seed: UInt64) {
    state = seed
  }

  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
    return mixed ^ mixed >> 31
  }

  /// A number from 0 to one below a limit.
  public mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

  /// Bytes of a random number up to a limit, inclusive.
  public mutating func bytes(upTo limit: Int) -> [UInt8] {
    let byteCount = Int.random(in: 0...limit, using: &self)
    return (0..<byteCount).map { _ in UInt8(truncatingIfNeeded: next()) }
  }
}
