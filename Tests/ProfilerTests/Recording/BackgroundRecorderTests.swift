internal import Profiler
internal import TestSupport
internal import Testing

@Suite struct BackgroundRecorderTests {
  /// A source that gives samples as fast as it is asked, or does not begin.
  private final class Stream: SampleSource {
    let description = SampleProfiles.header.source
    var refusal: ProfilerError?
    private var time: UInt64 = 0

    func start() throws(ProfilerError) {
      if let refusal { throw refusal }
    }

    func poll(
      until deadline: ContinuousClock.Instant, _ take: (Sample) -> Void
    ) throws(ProfilerError) -> Bool {
      time += 1
      take(Sample(time: time, weight: 1, addresses: [0x1000]))
      return true
    }

    func stop(_ take: (Sample) -> Void) throws(ProfilerError) -> SampleAccount { SampleAccount() }
  }

  @Test func `records until it is stopped`() throws {
    let folder = try TemporaryFolder()
    let writer = try RecordingWriter(path: folder.path + "/a", header: SampleProfiles.header)
    let recorder = BackgroundRecorder(Stream(), into: writer)
    try recorder.start()
    #expect(try recorder.stop() == .interrupted)
    let recording = try Recording(fileBytes: try readFile(writer.path), name: "a")
    #expect(!recording.isCutShort)
    #expect(recording.account != nil)
  }

  @Test func `says why it does not begin`() throws {
    let folder = try TemporaryFolder()
    let writer = try RecordingWriter(path: folder.path + "/a", header: SampleProfiles.header)
    let stream = Stream()
    stream.refusal = ProfilerError("no sampler")
    let recorder = BackgroundRecorder(stream, into: writer)
    #expect(throws: ProfilerError("no sampler")) { try recorder.start() }
  }
}
