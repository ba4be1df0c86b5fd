internal import Profiler
internal import Testing

@Suite struct ShareCheckTests {
  private func share(_ check: ShareCheck) throws -> (percent: Double, holds: Bool) {
    try check.share(of: SampleProfiles.service)
  }

  @Test func `counts busy time alone, with what a function called`() throws {
    let (percent, holds) = try share(ShareCheck(function: "DNS.answer", least: 90))
    #expect((96...97).contains(percent))
    #expect(holds)
    #expect(try share(ShareCheck(function: "Kernel.idle")).percent == 0)
    #expect(try !share(ShareCheck(function: "DNS.answer", least: 97)).holds)
    #expect(try !share(ShareCheck(function: "DNS.answer", most: 96)).holds)
  }

  @Test func `counts time in the function itself if asked`() throws {
    let (percent, _) = try share(ShareCheck(function: "DNS.answer", isOwn: true))
    #expect((27...28).contains(percent))
  }

  @Test func `counts time in slow requests alone if asked`() throws {
    var profile = SampleProfiles.profile([("boot;fast", [4, 4, 4]), ("boot;slow", [4, 4, 4])])
    for index in profile.samples.indices {
      profile.samples[index].label = 1 << 63
      profile.samples[index].run = UInt32(min(index, 3))
    }
    #expect(try ShareCheck(function: "slow").share(of: profile).percent == 50)
    #expect(try ShareCheck(function: "slow", slower: 12).share(of: profile).percent == 100)
    #expect(try !ShareCheck(function: "slow", slower: 13).share(of: profile).holds)
  }

  @Test func `holds for nothing without samples`() throws {
    let empty = Profile(header: SampleProfiles.header)
    #expect(try !ShareCheck(function: "a").share(of: empty).holds)
    #expect(throws: ProfilerError.self) { try share(ShareCheck(function: "(")) }
  }
}
