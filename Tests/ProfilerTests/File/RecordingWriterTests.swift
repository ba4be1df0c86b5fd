internal import Foundation
internal import Profiler
internal import TestSupport
internal import Testing

@Suite struct RecordingWriterTests {
  private let folder: TemporaryFolder
  private var path: String { "\(folder.path)/a.swprof" }

  init() throws { folder = try TemporaryFolder() }

  private func sample(_ time: UInt64) -> Sample {
    Sample(time: time, weight: 5, addresses: [0x1000 + time, 0x2000])
  }

  @Test func `keeps what was flushed`() throws {
    let writer = try RecordingWriter(path: path, header: SampleProfiles.header)
    writer.take(sample(1))
    try writer.flush()
    writer.take(sample(2))
    let recording = try Recording(fileBytes: try readFile(path), name: path)
    #expect(recording.entries.map(\.time) == [1])
    #expect(recording.isCutShort)
  }

  @Test func `writes the account and the end`() throws {
    let writer = try RecordingWriter(path: path, header: SampleProfiles.header)
    writer.take(sample(1))
    var account = SampleAccount()
    account.recordedCount = 1
    try writer.finish(account, labels: [3: "three"])
    let recording = try Recording(fileBytes: try readFile(path), name: path)
    #expect(recording == writer.recording)
    #expect(!recording.isCutShort)
  }

  @Test func `goes on behind a torn end`() throws {
    let first = try RecordingWriter(path: path, header: SampleProfiles.header)
    first.take(sample(1))
    try first.finish(SampleAccount())
    try writeFile(try readFile(path) + [3, 200, 0, 0], to: path)
    var later = SampleProfiles.header
    later.startTime += 1_000_000
    let second = try RecordingWriter(path: path, header: later, appending: true)
    second.take(sample(2))
    second.take(sample(1))
    try second.finish(SampleAccount())
    let recording = try Recording(fileBytes: try readFile(path), name: path)
    #expect(!recording.isCutShort)
    #expect(recording.entries.map(\.time) == [1, 1_000_002, 1_000_001])
    #expect(recording.entries.map(\.stack) == [0, 1, 0])
  }

  @Test func `refuses to go on with another image`() throws {
    try RecordingWriter(path: path, header: SampleProfiles.header).finish(nil)
    var other = SampleProfiles.header
    other.buildIdentity = "ff"
    #expect(throws: ProfilerError.self) {
      try RecordingWriter(path: path, header: other, appending: true)
    }
  }

  @Test func `says what cannot be written`() {
    let error = #expect(throws: ProfilerError.self) {
      try RecordingWriter(path: "/nowhere/a.swprof", header: SampleProfiles.header)
    }
    #expect(error?.reason.contains("/nowhere/a.swprof") == true)
  }
}
