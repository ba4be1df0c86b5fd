/// Numbers that look random and are the same in every run: SplitMix64.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// Bytes of a random number up to a limit, inclusive.
  mutating func bytes(upTo limit: Int) -> [UInt8] {
    let byteCount = Int.random(in: 0...limit, using: &self)
    return (0..<byteCount).map { _ in UInt8(truncatingIfNeeded: next()) }
  }
}
