/// The hash function FNV-1a with 64 bits, of bytes that come piece by piece.
///
/// Source: draft-eastlake-fnv.
struct FNV1a {
  /// The hash of what was added so far.
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  /// Adds bytes.
  mutating func add(_ bytes: RawSpan) {
    for offset in 0..<bytes.byteCount {
      value = (value ^ UInt64(bytes[offset])) &* 0x100_0000_01b3
    }
  }
}
