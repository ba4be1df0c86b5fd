internal import Core
internal import Telemetry
internal import Testing

@Suite struct ProfileArgumentTests {
  private func read(_ text: String) -> SamplingSettings? {
    ProfileArgument(Array(text.utf8)[...])?.settings
  }

  @Test func `reads a rate`() {
    #expect(read("1000") == SamplingSettings(mode: .timer, rate: 1000))
    #expect(read("nmi:997") == SamplingSettings(mode: .nonMaskable, rate: 997))
  }

  @Test func `reads details`() {
    let wanted = SamplingSettings(mode: .timer, rate: 99, jitter: 0, seed: 7, depth: 64)
    #expect(read("99,jitter=0,seed=7,depth=64") == wanted)
  }

  @Test(arguments: [
    "", "0", "100001", "nm:1", "nmi1", "10x", "10,", "10,jitter", "10,jitter=", "10,colour=3",
    "10,jitter=5000000000", "10 20",
  ])
  func `refuses what makes no sense`(text: String) {
    #expect(read(text) == nil)
  }

  @Test(
    arguments: [
      ("65536", 65536), ("0x100000", 1 << 20), ("1073741824", 1 << 30), ("65535", nil),
      ("1073741825", nil), ("", nil), ("1m", nil), ("99999999999999999999", nil),
    ] as [(String, Int?)])
  func `reads how large the ring is to be`(text: String, byteCount: Int?) {
    #expect(ProfileArgument.ringByteCount(Array(text.utf8)[...]) == byteCount)
  }
}
