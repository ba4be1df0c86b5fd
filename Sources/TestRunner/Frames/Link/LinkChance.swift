/// The dice of a bad link: what falls depends on the seed, the way, the frame's number and the
/// question alone.
///
/// So one way does not change with the traffic on the other, nor one kind of fault with the rate of
/// another kind.
struct LinkChance {
  /// What is asked.
  enum Question: UInt64 {
    case loss = 1
    case duplication
    case reordering
    case distance
    case corruption
    case place
    case truncation
    case length
    case jitter
  }

  private let base: UInt64

  init(seed: UInt64, _ direction: SeenFrame.Direction, frame number: UInt64) {
    let way: UInt64 = direction == .fromGuest ? 0x5eed : 0x70_5eed
    base = Self.mix(Self.mix(seed ^ Self.mix(way)) &+ number)
  }

  /// A number from 0 to just below 1.
  func fraction(_ question: Question) -> Double {
    Double(Self.mix(base ^ question.rawValue) >> 11) / Double(UInt64(1) << 53)
  }

  /// A number from 0 to just below a limit.
  func number(_ question: Question, below limit: Int) -> Int {
    min(Int(fraction(question) * Double(limit)), max(0, limit - 1))
  }

  /// The finaliser of SplitMix64.
  private static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value &+ 0x9e37_79b9_7f4a_7c15
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
