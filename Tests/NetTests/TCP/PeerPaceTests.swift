internal import Testing
internal import Wire

@testable internal import Net

@Suite struct PeerPaceTests {
  @Test(arguments: [
    (0, 0.0, "open"), (16_383, 0.8, "open"), (16_384, 0.8, "fast"), (16_383, 0.9, "slow"),
    (0, 100.0, "slow"), (16_384, 100.0, "fast"),
  ])
  func `a peer is slow that takes too little in a while`(
    byteCount: Int, seconds: Double, verdict: String
  ) {
    let start: SequenceNumber = 0xffff_f000
    let pace = PeerPace(number: start, time: Instant(nanoseconds: 5_000_000_000))
    let later = Instant(nanoseconds: 5_000_000_000 + UInt64(seconds * 1e9))
    #expect("\(pace.judge(start + byteCount, now: later))" == verdict)
  }
}
