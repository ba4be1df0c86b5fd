internal import Testing

@testable internal import Machine

@Suite struct QEMUCommandLineRecordingTests {
  private static func arguments(_ recording: MachineConfiguration.Recording?) -> [String] {
    var configuration = MachineConfiguration(image: "/a/dns")
    configuration.recording = recording
    return QEMUCommandLine.make(configuration)
  }

  @Test func `a replay differs from its recording in the clock and a disk alone`() {
    let record = Self.arguments(.record(to: "r"))
    let replay = Self.arguments(.replay(from: "/b/r"))
    #expect(record.contains("shift=auto,rr=record,rrfile=r"))
    let disk = ["-drive", "file=snapshots.qcow2,if=none,format=qcow2,id=snapshots"]
    let clock = "shift=auto,rr=replay,rrfile=/b/r"
    let expected = record.flatMap { $0.hasPrefix("shift=") ? [clock] + disk : [$0] }
    #expect(replay == expected)
  }

  @Test func `frames are recorded, and sent when the clock says`() {
    let record = Self.arguments(.record(to: "r"))
    #expect(record.contains("filter-replay,id=replay,netdev=link"))
    #expect(record.contains { $0.hasSuffix(",tx=timer") })
    #expect(!Self.arguments(nil).contains { $0.contains("replay") || $0.contains("tx=") })
  }
}
