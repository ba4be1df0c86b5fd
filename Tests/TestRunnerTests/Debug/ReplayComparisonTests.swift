internal import Foundation
internal import Machine
internal import TestSupport
internal import Testing

@testable internal import TestRunner

@Suite struct ReplayComparisonTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    for run in ["recorded", "replay"] {
      try folder.write("hello\nworld\n", to: "\(run)/console.log")
      try folder.write("R1R2", to: "\(run)/records.bin")
    }
    try folder.write("exit status 3\n", to: "recorded/recording.end")
  }

  private func outcome(_ end: String? = "exit status 3") -> Replay.Outcome {
    ReplayComparison(
      original: RunFolder(path: folder.path + "/recorded"),
      replay: RunFolder(path: folder.path + "/replay"), end: end
    ).outcome
  }

  @Test func `says of the same what it has compared`() {
    #expect(
      outcome()
        == Replay.Outcome(
          code: 0,
          message: "the replay wrote the same 12 bytes of console and 4 bytes of records, "
            + "and ended with exit status 3 again"))
  }

  @Test func `more output than was recorded is another run`() throws {
    try folder.write("hello\nworld\nmore", to: "replay/console.log")
    #expect(outcome().code == 1)
    #expect(outcome().message?.contains("more than the recorded run, after 12 of 12") == true)
  }

  @Test func `less, or other, output is another run`() throws {
    try folder.write("hello\nwor", to: "replay/console.log")
    #expect(outcome().message == "the replay differs after 9 of 12 bytes of console")
    try folder.write("hello\nwurld\n", to: "replay/console.log")
    #expect(outcome().message == "the replay differs after 7 of 12 bytes of console")
    try folder.remove("replay/console.log")
    #expect(outcome().message == "the replay differs after 0 of 12 bytes of console")
  }

  @Test func `other records are another run`() throws {
    try folder.write("R1R3", to: "replay/records.bin")
    #expect(outcome().message == "the replay differs after 3 of 4 bytes of records")
  }

  @Test func `another end is another run, and none too`() {
    #expect(outcome("host-qmp-quit").code == 1)
    #expect(outcome("host-qmp-quit").message?.contains("ended with host-qmp-quit") == true)
    #expect(outcome(nil).code == 1)
    #expect(outcome(nil).message?.contains("did not end") == true)
  }

  @Test func `an end that nobody saw is not said to be the same`() throws {
    try folder.remove("recorded/recording.end")
    #expect(outcome().code == 0)
    #expect(outcome().message?.hasSuffix("; nobody has noted how the recorded run did") == true)
  }

  @Test func `an empty recording is the same as an empty replay that ends`() throws {
    for run in ["recorded", "replay"] {
      try folder.write("", to: "\(run)/console.log")
      try folder.write("", to: "\(run)/records.bin")
    }
    #expect(outcome().code == 0)
    #expect(outcome(nil).code == 1)
  }
}
