internal import Foundation
internal import Testing

@testable internal import TestRunner

@Suite struct LaunchFileTests {
  private let file = LaunchFile(machine: "d\"ns", image: "/r/image.elf", script: "/r/gdb")

  @Test func `is JSON behind its first line, and leaves the connection to the script`() throws {
    let body = file.text.split(separator: "\n").dropFirst().joined(separator: "\n")
    let value = try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any]
    let first = (value?["configurations"] as? [[String: Any]])?.first
    #expect(first?["name"] as? String == "Swiftlet: d\"ns")
    #expect(first?["type"] as? String == "cppdbg")
    let commands = first?["customLaunchSetupCommands"] as? [[String: String]]
    #expect(commands?.last?["text"] == "source /r/gdb")
    #expect(first?["launchCompleteCommand"] as? String == "None")
  }

  @Test func `replaces its own file and nobody else's`() throws {
    let root = NSTemporaryDirectory() + "launch-\(ProcessInfo.processInfo.globallyUniqueString)"
    defer { try? FileManager.default.removeItem(atPath: root) }
    try FileManager.default.createDirectory(
      atPath: root, withIntermediateDirectories: true)
    #expect(file.write(in: root))
    #expect(file.write(in: root))
    let path = root + "/.vscode/launch.json"
    try "{}".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(!file.write(in: root))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "{}")
  }
}
