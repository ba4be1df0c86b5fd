internal import Profiler
internal import Testing

@Suite struct RecordingTests {
  @Test func `keeps each stack once`() {
    let recording = SampleProfiles.recording
    #expect(recording.entries.count == 6)
    #expect(recording.stacks.count == 5)
    #expect(Array(recording.stacks[0]) == [0x1000, 0x2000, 0x3000])
  }

  @Test func `merges in the order of time`() throws {
    var first = SampleProfiles.recording
    var second = Recording(header: SampleProfiles.header)
    second.header.startTime -= 1500
    second.append(Sample(time: 100, weight: 1, addresses: [0x9000]))
    second.append(Sample(time: 3200, weight: 1, addresses: [0x1000, 0x2000, 0x3000]))
    try first.merge(second)
    #expect(first.header.startTime == second.header.startTime)
    #expect(first.entries.map(\.time) == [100, 2500, 3200, 3500, 4000, 4100, 4100, 4500])
    #expect(first.stacks.count == 6)
    #expect(first.entries[2].stack == 0)
    #expect(first.account == SampleProfiles.recording.account)
  }

  @Test func `refuses to merge other images`() {
    var first = SampleProfiles.recording
    var header = SampleProfiles.header
    header.buildIdentity = "feed"
    #expect(throws: ProfilerError.self) { try first.merge(Recording(header: header)) }
  }
}
