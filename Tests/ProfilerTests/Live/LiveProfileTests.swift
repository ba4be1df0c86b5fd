internal import Profiler
internal import Testing

@Suite struct LiveProfileTests {
  /// A source with a sample each second.
  private final class Clock: SampleSource {
    let description = SampleProfiles.header.source
    private var time: UInt64 = 0

    func start() throws(ProfilerError) {}

    func poll(
      until deadline: ContinuousClock.Instant, _ take: (Sample) -> Void
    ) throws(ProfilerError) -> Bool {
      time += 1_000_000_000
      take(Sample(time: time, weight: 1, addresses: [time]))
      return true
    }

    func stop(_ take: (Sample) -> Void) throws(ProfilerError) -> SampleAccount { SampleAccount() }
  }

  @Test func `shows the last seconds`() throws {
    let live = LiveProfile(
      Clock(), header: SampleProfiles.header, symboliser: nil, style: .simplified)
    try live.start()
    for _ in 0..<10 { _ = try live.advance(.zero) }
    #expect(live.profile(last: nil).samples.count == 10)
    #expect(live.profile(last: 3).samples.count == 4)
    for many in [100, 1e12, .infinity] { #expect(live.profile(last: many).samples.count == 10) }
    #expect(live.profile(last: -1).samples.count == 1)
    live.stop()
  }
}
