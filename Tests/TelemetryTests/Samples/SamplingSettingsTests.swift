internal import Telemetry
internal import Testing

@Suite struct SamplingSettingsTests {
  @Test func `are jittered unless somebody says otherwise`() {
    #expect(SamplingSettings().jitter == 500)
  }

  @Test func `are brought into their ranges`() {
    var settings = SamplingSettings(rate: 0, jitter: 5000, depth: 0)
    settings.stackByteCount = 40_001
    let low = settings.clamped
    #expect(low.rate == 1 && low.jitter == 900 && low.depth == 8 && low.stackByteCount == 32_768)
    let high = SamplingSettings(rate: 1_000_000, depth: 1000).clamped
    #expect(high.rate == 100_000 && high.depth == 128)
    let usual = SamplingSettings()
    #expect(usual.clamped == usual)
  }
}
