/// What differs between several runs of one test.
extension TestCase {
  /// Makes the test one of several runs, which reports tell apart.
  ///
  /// - Parameter number: Which run it is, from 1.
  /// - Returns: That run.
  func repeated(_ number: Int) -> TestCase {
    var test = drawn(number)
    test.repetition = number
    return test
  }

  /// Gives the test the chances of one of several runs.
  ///
  /// The first has the seed of the plan; those after it have others, which follow from that one.
  ///
  /// - Parameter number: Which run it is, from 1.
  /// - Returns: That run.
  func drawn(_ number: Int) -> TestCase {
    guard drawsSeed, number > 1 else { return self }
    var test = self
    test.linkSeed = Self.seed(linkSeed, number)
    if let word = repeatWords.lastIndex(of: "--seed"), word + 1 < repeatWords.count {
      test.repeatWords[word + 1] = "\(test.linkSeed)"
    }
    return test
  }

  /// The seed of one of several runs.
  ///
  /// Source: SplitMix64, of which it takes as many digits as a person likes to type.
  private static func seed(_ first: UInt64, _ number: Int) -> UInt64 {
    var word = first &+ UInt64(number - 1) &* 0x9e37_79b9_7f4a_7c15
    word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
    return (word ^ word >> 31) % 999_999 + 1
  }
}
