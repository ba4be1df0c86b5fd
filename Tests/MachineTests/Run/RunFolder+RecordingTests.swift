internal import Foundation
internal import Testing

@testable internal import Machine

@Suite struct RunFolderRecordingTests {
  @Test func `a recorded machine is repeated from its own file`() throws {
    let path = NSTemporaryDirectory() + "replay-\(ProcessInfo.processInfo.globallyUniqueString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let folder = RunFolder(path: path)
    #expect(folder.replayingMachine() == nil)
    var machine = MachineConfiguration(image: "/a/dns")
    machine.recording = .record(to: "recording.bin")
    try folder.write(recorded: machine)
    #expect(folder.replayingMachine() == nil)
    try Data([1]).write(to: URL(filePath: folder.file("recording.bin")))
    machine.recording = .replay(from: folder.file("recording.bin"))
    machine.startsPaused = true
    #expect(folder.replayingMachine() == machine)
    #expect(folder.recordedEnd == nil)
    folder.write(recordedEnd: "exit status 3")
    #expect(folder.recordedEnd == "exit status 3")
  }
}
