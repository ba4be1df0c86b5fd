internal import Profiler
internal import TestSupport
internal import Testing

@Suite struct HealthReportTests {
  @Test func `says what can be believed`() throws {
    let profile = ProfileBuilder(nil).build(SampleProfiles.recording)
    let text = HealthReport.lines(profile).joined(separator: "\n") + "\n"
    #expect(text == (try Fixtures().expected("reports/health.txt", for: text)))
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
