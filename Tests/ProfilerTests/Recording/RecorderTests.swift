internal import Profiler
internal import TestSupport
internal import Testing

/// A source that gives a sample at each call, until it is used up or fails.
private final class FakeSource: SampleSource {
  let description = SampleProfiles.header.source
  var rest: Int
  var error: ProfilerError?
  private var time: UInt64 = 0

  init(count: Int) { rest = count }

  func start() throws(ProfilerError) {}

  func poll(
    until deadline: ContinuousClock.Instant, _ take: (Sample) -> Void
  ) throws(ProfilerError) -> Bool {
    if rest == 0, let error { throw error }
    guard rest > 0 else { return false }
    rest -= 1
    time += 10
    take(Sample(time: time, weight: 10, addresses: [0x1000]))
    return true
  }

  func stop(_ take: (Sample) -> Void) throws(ProfilerError) -> SampleAccount {
    take(Sample(time: time + 1, weight: 1, addresses: [0x2000]))
    var account = SampleAccount()
    account.recordedCount = time / 10 + 1
    return account
  }
}

@Suite struct RecorderTests {
  private let folder: TemporaryFolder
  private var path: String { "\(folder.path)/a.swprof" }

  init() throws { folder = try TemporaryFolder() }

  private func record(_ source: FakeSource, stopAfter count: Int) throws -> Recorder.Ending {
    let writer = try RecordingWriter(path: path, header: SampleProfiles.header)
    var calls = 0
    return try Recorder(source, into: writer).record(
      for: nil,
      isStopped: {
        calls += 1
        return calls > count
      })
  }

  @Test func `keeps everything when it is stopped`() throws {
    #expect(try record(FakeSource(count: 100), stopAfter: 3) == .interrupted)
    let recording = try Recording(fileBytes: try readFile(path), name: path)
    #expect(recording.entries.map(\.time) == [10, 20, 30, 31])
    #expect(recording.account?.recordedCount == 4)
    #expect(!recording.isCutShort)
  }

  @Test func `keeps what came before the guest ended`() throws {
    #expect(try record(FakeSource(count: 2), stopAfter: 9) == .lost(nil))
    let recording = try Recording(fileBytes: try readFile(path), name: path)
    #expect(recording.entries.count == 3)
  }

  @Test func `says why a guest was lost`() throws {
    let source = FakeSource(count: 2)
    source.error = ProfilerError("QEMU is gone")
    #expect(try record(source, stopAfter: 9) == .lost(ProfilerError("QEMU is gone")))
  }
}
