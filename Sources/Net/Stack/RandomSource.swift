/// Numbers that nobody can foretell who does not know the seed.
///
/// They are the SipHash-2-4 of a counter, so that ports seen so far tell nothing of those to come,
/// as RFC 6056, section 3.3 asks for.
///
/// Source: Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012, section 2.
public struct RandomSource: RandomNumberGenerator, Sendable {
  private let key: (UInt64, UInt64)
  private var counter: UInt64 = 0

  /// Makes a source from its key.
  init(key: (UInt64, UInt64)) { self.key = key }

  /// Makes a source from a seed, which is all that is secret about it.
  public init(seed: UInt64) { key = (seed, 0x5377_6966_746c_6574) }

  public mutating func next() -> UInt64 {
    defer { counter &+= 1 }
    return hash(counter)
  }

  /// The hash of eight bytes, the first of them in the lowest bits.
  func hash(_ message: UInt64) -> UInt64 {
    var state = SIMD4<UInt64>(
      key.0 ^ 0x736f_6d65_7073_6575, key.1 ^ 0x646f_7261_6e64_6f6d,
      key.0 ^ 0x6c79_6765_6e65_7261, key.1 ^ 0x7465_6462_7974_6573)
    Self.absorb(message, into: &state)
    // The last block holds the length of the message, modulo 256, in its highest byte.
    Self.absorb(8 << 56, into: &state)
    state[2] ^= 0xff
    for _ in 0..<4 { Self.round(&state) }
    return state[0] ^ state[1] ^ state[2] ^ state[3]
  }

  private static func absorb(_ block: UInt64, into state: inout SIMD4<UInt64>) {
    state[3] ^= block
    round(&state)
    round(&state)
    state[0] ^= block
  }

  private static func round(_ v: inout SIMD4<UInt64>) {
    v[0] &+= v[1]
    v[1] = rotate(v[1], 13) ^ v[0]
    v[0] = rotate(v[0], 32)
    v[2] &+= v[3]
    v[3] = rotate(v[3], 16) ^ v[2]
    v[0] &+= v[3]
    v[3] = rotate(v[3], 21) ^ v[0]
    v[2] &+= v[1]
    v[1] = rotate(v[1], 17) ^ v[2]
    v[2] = rotate(v[2], 32)
  }

  private static func rotate(_ word: UInt64, _ bitCount: UInt64) -> UInt64 {
    word << bitCount | word >> (64 - bitCount)
  }
}
