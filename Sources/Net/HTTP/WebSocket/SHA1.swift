/// The hash that the handshake of WebSocket is made with; of no use for security.
///
/// Source: RFC 3174.
struct SHA1 {
  private var state: [5 of UInt32] = [
    0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0,
  ]

  /// Hashes bytes; returns 20.
  static func hash(_ bytes: [UInt8]) -> [UInt8] {
    var padded = bytes
    padded.append(0x80)
    while padded.count % 64 != 56 { padded.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) {
      padded.append(UInt8(truncatingIfNeeded: UInt64(bytes.count * 8) >> UInt64(shift)))
    }
    var hash = SHA1()
    for start in stride(from: 0, to: padded.count, by: 64) { hash.process(padded, at: start) }
    var result: [UInt8] = []
    for index in 0..<5 {
      for shift in stride(from: 24 as UInt32, through: 0, by: -8) {
        result.append(UInt8(truncatingIfNeeded: hash.state[index] >> shift))
      }
    }
    return result
  }

  private mutating func process(_ bytes: [UInt8], at start: Int) {
    var words: [80 of UInt32] = .init(repeating: 0)
    for index in 0..<16 {
      for offset in 0..<4 {
        words[index] = words[index] << 8 | UInt32(bytes[start + 4 * index + offset])
      }
    }
    for index in 16..<80 {
      words[index] = Self.rotate(
        words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16], 1)
    }
    var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
    for index in 0..<80 {
      let (mixed, constant) = Self.round(index, b, c, d)
      let next = Self.rotate(a, 5) &+ mixed &+ e &+ constant &+ words[index]
      (a, b, c, d, e) = (next, a, Self.rotate(b, 30), c, d)
    }
    state[0] &+= a
    state[1] &+= b
    state[2] &+= c
    state[3] &+= d
    state[4] &+= e
  }

  private static func round(
    _ index: Int, _ b: UInt32, _ c: UInt32, _ d: UInt32
  ) -> (UInt32, UInt32) {
    switch index {
    case 0..<20: (b & c | ~b & d, 0x5a82_7999)
    case 20..<40: (b ^ c ^ d, 0x6ed9_eba1)
    case 40..<60: (b & c | b & d | c & d, 0x8f1b_bcdc)
    default: (b ^ c ^ d, 0xca62_c1d6)
    }
  }

  private static func rotate(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word << count | word >> (32 - count)
  }
}
