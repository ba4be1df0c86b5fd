internal import Profiler
internal import TestSupport
internal import Testing

@Suite struct HealthReportTests {
  @Test func `says what can be believed`() throws {
    let profile = ProfileBuilder(nil).build(SampleProfiles.recording)
    let text = HealthReport.lines(profile).joined(separator: "\n") + "\n"
    #expect(text == (try Fixtures().expected("reports/health.txt", for: text)))
  }

  @Test func `without an account, as long as the samples stand for`() {
    var profile = SampleProfiles.spans
    profile.account = nil
    for index in profile.samples.indices { profile.samples[index].time += 3_600_000_000_000 }
    // A stretch of work that began before sampling did makes it no longer.
    profile.samples.append(
      Profile.Sample(stack: 0, time: 3_600_000_000_900, weight: 3_000_000_000_000, kind: .span))
    #expect(profile.duration == 3000)
    #expect(HealthReport.lines(profile).first?.contains("in 3.00 µs, 1000 Hz asked for") == true)
    profile.samples = []
    #expect(profile.duration == 0)
  }

  @Test func `says when the end is missing`() {
    var profile = Profile(header: SampleProfiles.header)
    profile.isCutShort = true
    #expect(HealthReport.lines(profile).last?.contains("end is missing") == true)
  }

  @Test func `says when the guest has no sampler`() {
    var profile = Profile(header: SampleProfiles.header)
    profile.header.source.origin = "outside"
    #expect(HealthReport.lines(profile).last?.contains("has no sampler") == true)
  }
}
